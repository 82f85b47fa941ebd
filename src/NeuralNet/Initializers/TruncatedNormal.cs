namespace NeuralNet;

/// <summary>Draws from the normal distribution; values more than two standard deviations from the mean are drawn again.</summary>
/// <param name="mean">The mean, 0 by default.</param>
/// <param name="stddev">The standard deviation before the truncation, 0.05 by default as in Keras.</param>
[Configurable]
public sealed partial class TruncatedNormal(float mean = 0, float stddev = 0.05f) : Initializer
{
    private readonly float mean = Require.Finite(mean);
    private readonly float stddev = Require.NonNegative(stddev);

    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) =>
        Fill(values, mean, stddev, random);

    internal static void Fill(Span<float> values, double mean, double stddev, RandomStream random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double normal;
            do
                normal = random.NextNormal();
            while (Math.Abs(normal) > 2);
            values[i] = (float)(mean + stddev * normal);
        }
    }
}
