namespace NeuralNet;

/// <summary>
/// Draws from the uniform distribution within ±√(3 / fan in), for layers with SELU (LeCun et al., "Efficient backprop", 1998).
/// </summary>
[Configurable]
public sealed partial class LecunUniform : Initializer
{
    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) =>
        VarianceScaling.FillUniform(values, scale: 1, VarianceScaling.FanIn(shape), random);
}
