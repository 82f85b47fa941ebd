namespace NeuralNet;

/// <summary>
/// Draws from the uniform distribution within ±√(6 / (fan in + fan out)): the default for kernels (Glorot and Bengio, "Understanding the
/// difficulty of training deep feedforward neural networks", 2010).
/// </summary>
[Configurable]
public sealed partial class GlorotUniform : Initializer
{
    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) =>
        VarianceScaling.FillUniform(values, scale: 1, VarianceScaling.FanAverage(shape), random);
}
