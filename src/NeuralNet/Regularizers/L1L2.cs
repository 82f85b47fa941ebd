namespace NeuralNet;

/// <summary>The penalty l1·Σ|w| + l2·Σw² (Keras: regularizers/regularizers.py).</summary>
/// <param name="l1">The factor of the magnitudes, 0 by default.</param>
/// <param name="l2">The factor of the squares, 0 by default.</param>
[Configurable("l1_l2")]
public sealed partial class L1L2(float l1 = 0, float l2 = 0) : Regularizer
{
    private readonly L1 magnitudes = new(Require.NonNegative(l1));
    private readonly L2 squares = new(Require.NonNegative(l2));

    /// <inheritdoc/>
    protected internal override double Penalty(ReadOnlySpan<float> values) => magnitudes.Penalty(values) + squares.Penalty(values);

    /// <inheritdoc/>
    protected internal override void AddGradient(ReadOnlySpan<float> values, Span<float> gradient)
    {
        magnitudes.AddGradient(values, gradient);
        squares.AddGradient(values, gradient);
    }
}
