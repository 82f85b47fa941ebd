using System.Numerics;

namespace NeuralNet;

/// <summary>Functions of vectors that several activations and losses share.</summary>
internal static class VectorMath
{
    /// <summary>Computes σ(x) = 1 / (1 + e⁻ˣ).</summary>
    public static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));

    /// <summary>Computes log(1 + eˣ) for x ≤ 0, where nothing overflows.</summary>
    public static Vector<float> Log1Exp(Vector<float> x) => Vector.Log(Vector<float>.One + Vector.Exp(x));

    /// <summary>Returns −1, 0 or 1 as x is negative, 0 or positive.</summary>
    public static Vector<float> Sign(Vector<float> x) =>
        Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), Vector<float>.Zero, Vector.CopySign(Vector<float>.One, x));
}
