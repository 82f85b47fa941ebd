namespace NeuralNet;

/// <summary>Fills with 1.</summary>
[Configurable("one")]
public sealed partial class Ones : Initializer
{
    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) => values.Fill(1);
}
