using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The penalty l1·Σ|w|, which moves weights to exactly 0 (Keras: regularizers/regularizers.py).</summary>
/// <param name="l1">The factor, 0.01 by default.</param>
[Configurable]
public sealed partial class L1(float l1 = 0.01f) : Regularizer
{
    private readonly float l1 = Require.NonNegative(l1);

    /// <summary>The factor.</summary>
    public float Factor => l1;

    /// <inheritdoc/>
    protected internal override double Penalty(ReadOnlySpan<float> values) => l1 * (double)TensorPrimitives.SumOfMagnitudes(values);

    /// <inheritdoc/>
    protected internal override void AddGradient(ReadOnlySpan<float> values, Span<float> gradient) =>
        Elementwise.Map(values, gradient, gradient, new AddSign(l1));

    /// <summary>Computes g + l1·sign(w).</summary>
    private readonly struct AddSign(float l1) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> w, Vector<float> g) => g + VectorMath.Sign(w) * l1;
    }
}
