namespace NeuralNet;

/// <summary>
/// Draws from the truncated normal distribution with standard deviation √(2 / (fan in + fan out)) (Glorot and Bengio 2010).
/// </summary>
[Configurable]
public sealed partial class GlorotNormal : Initializer
{
    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) =>
        VarianceScaling.FillNormal(values, scale: 1, VarianceScaling.FanAverage(shape), random);
}
