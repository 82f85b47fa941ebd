namespace NeuralNet;

/// <summary>Draws from the normal distribution.</summary>
/// <param name="mean">The mean, 0 by default.</param>
/// <param name="stddev">The standard deviation, 0.05 by default as in Keras.</param>
[Configurable("normal")]
public sealed partial class RandomNormal(float mean = 0, float stddev = 0.05f) : Initializer
{
    private readonly float mean = Require.Finite(mean);
    private readonly float stddev = Require.NonNegative(stddev);

    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(mean + stddev * random.NextNormal());
    }
}
