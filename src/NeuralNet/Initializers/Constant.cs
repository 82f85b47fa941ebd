namespace NeuralNet;

/// <summary>Fills with one value.</summary>
/// <param name="value">The value of every element, 0 by default.</param>
public sealed class Constant(float value = 0) : Initializer
{
    private readonly float value = Require.Finite(value);

    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) => values.Fill(value);

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("value", value);

    internal static Constant From(Configuration configuration) => new(configuration.GetSingle("value", 0));
}
