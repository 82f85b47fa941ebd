namespace NeuralNet;

/// <summary>
/// Draws from the uniform distribution within ±√(6 / fan in), for layers with ReLU (He et al., "Delving deep into rectifiers", 2015).
/// </summary>
[Configurable]
public sealed partial class HeUniform : Initializer
{
    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) =>
        VarianceScaling.FillUniform(values, scale: 2, VarianceScaling.FanIn(shape), random);
}
