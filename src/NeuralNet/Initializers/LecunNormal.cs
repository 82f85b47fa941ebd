namespace NeuralNet;

/// <summary>
/// Draws from the truncated normal distribution with standard deviation √(1 / fan in), for layers with SELU (LeCun et al. 1998).
/// </summary>
[Configurable]
public sealed partial class LecunNormal : Initializer
{
    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) =>
        VarianceScaling.FillNormal(values, scale: 1, VarianceScaling.FanIn(shape), random);
}
