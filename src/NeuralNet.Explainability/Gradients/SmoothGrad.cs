namespace NeuralNet.Explainability;

/// <summary>
/// The mean of another gradient method's values over copies of the row with normal noise, which takes out what hangs on the very
/// point. The standard deviation of the noise is a share of the range of the row's values. Smilkov et al., "SmoothGrad: removing
/// noise by adding noise", 2017.
/// </summary>
public sealed class SmoothGrad : GradientExplainer
{
    private readonly GradientExplainer explainer;
    private readonly float noise;
    private readonly int samples;

    /// <summary>Makes the explainer.</summary>
    /// <param name="explainer">The method whose values are averaged.</param>
    /// <param name="noise">The deviation of the noise as a share of the row's greatest value minus its least; 0.15 by default.</param>
    /// <param name="samples">The number of noisy copies, 50 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The noise is negative, or the number of samples is less than one.</exception>
    public SmoothGrad(GradientExplainer explainer, float noise = 0.15f, int samples = 50)
        : base(NameFor(explainer), explainer.Model, explainer.Features)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        this.explainer = explainer;
        this.noise = Require.NonNegative(noise);
        this.samples = samples;
    }

    internal override FeatureValues Attribute(Tensor rows, int output, Run run)
    {
        int count = Features.Count;
        double[] sums = new double[rows.Rows * 2 * count];
        Blocks.Run(rows.Rows, run, row =>
        {
            Run part = rows.Rows == 1 ? run : run.ForRowInSilence(row);
            double[] found = explainer.Attribute(NoisyCopies(rows.Row(row), part.Stream(-1)), output, part).Values;
            Span<double> rowSums = sums.AsSpan(row * 2 * count, count), rowSquares = sums.AsSpan((row * 2 + 1) * count, count);
            for (int i = 0; i < found.Length; i++)
            {
                rowSums[i % count] += found[i];
                rowSquares[i % count] += found[i] * found[i];
            }
        });

        (double[] means, double[] errors) = SampleMean.Of(sums, rows.Rows, count, samples);
        return new FeatureValues(means, BaseValues: null, errors);
    }

    private static string NameFor(GradientExplainer explainer)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        return $"SmoothGrad of {explainer.Method}";
    }

    private Tensor NoisyCopies(ReadOnlySpan<float> row, RandomStream random)
    {
        float least = float.PositiveInfinity, greatest = float.NegativeInfinity;
        foreach (float value in row)
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        double deviation = noise * ((double)greatest - least);

        var copies = new Tensor(InputShape.WithBatch(samples));
        for (int sample = 0; sample < samples; sample++)
        {
            Span<float> copy = copies.Row(sample);
            for (int i = 0; i < copy.Length; i++)
                copy[i] = (float)(row[i] + deviation * random.NextNormal());
        }

        return copies;
    }
}
