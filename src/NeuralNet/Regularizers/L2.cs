using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The penalty l2·Σw², without a factor of ½ (Keras: regularizers/regularizers.py).</summary>
/// <param name="l2">The factor, 0.01 by default.</param>
[Configurable]
public sealed partial class L2(float l2 = 0.01f) : Regularizer
{
    private readonly float l2 = Require.NonNegative(l2);

    /// <summary>The factor.</summary>
    public float Factor => l2;

    /// <inheritdoc/>
    protected internal override double Penalty(ReadOnlySpan<float> values) => l2 * (double)TensorPrimitives.SumOfSquares(values);

    /// <inheritdoc/>
    protected internal override void AddGradient(ReadOnlySpan<float> values, Span<float> gradient) =>
        TensorPrimitives.MultiplyAdd(values, 2 * l2, gradient, gradient);
}
