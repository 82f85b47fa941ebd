namespace NeuralNet;

/// <summary>
/// Draws from the truncated normal distribution with standard deviation √(2 / fan in), for layers with ReLU (He et al. 2015).
/// </summary>
[Configurable]
public sealed partial class HeNormal : Initializer
{
    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) =>
        VarianceScaling.FillNormal(values, scale: 2, VarianceScaling.FanIn(shape), random);
}
