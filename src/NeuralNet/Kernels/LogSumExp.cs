using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The logarithm of softmax's divisor.</summary>
internal static class LogSumExp
{
    /// <summary>Computes log Σ e^(x − m), m the maximum, so that nothing overflows.</summary>
    public static float Of(ReadOnlySpan<float> x, out float maximum)
    {
        maximum = TensorPrimitives.Max(x);
        return MathF.Log((float)Elementwise.Sum(x, x, new ShiftedExponential(maximum)));
    }

    private readonly struct ShiftedExponential(float shift) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) => Vector.Exp(x - new Vector<float>(shift));
    }
}
