namespace NeuralNet;

/// <summary>Fills with 0: the default for biases.</summary>
[Configurable("zero")]
public sealed partial class Zeros : Initializer
{
    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) => values.Clear();
}
