namespace NeuralNet.Explainability;

/// <summary>
/// φ = mean of (x − b)·∂y/∂x(b + t·(x − b)) over rows b of the background and points t of the way: integrated gradients with many
/// baselines at once, an estimate by chance of SHAP values. The ways are cut evenly over the samples. The values' standard errors
/// are stated, and the residual says what is missing to y(x) − mean y(b). Erion et al., "Improving performance of deep learning
/// models with axiomatic attribution priors and expected gradients", 2021; Lundberg's GradientExplainer.
/// </summary>
public sealed class GradientShap : GradientExplainer
{
    private readonly Tensor background;
    private readonly int samples;

    /// <summary>Makes the explainer.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="background">Some usual rows, about 100: what the row is compared with.</param>
    /// <param name="samples">The number of points, 200 by default.</param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <exception cref="ArgumentException">The model, the background or the features do not fit; a layer without derivative is named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of samples is less than one.</exception>
    public GradientShap(Model model, Tensor background, int samples = 200, Features? features = null)
        : base("GradientSHAP", model, features)
    {
        Differentiability.Require(model, Method);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        this.background = Data.Background(background, InputShape);
        this.samples = samples;
    }

    internal override FeatureValues Attribute(Tensor rows, int output, Run run)
    {
        (int Reference, float T)[][] draws = [.. Enumerable.Range(0, rows.Rows).Select(row => Draw(run.Stream(row)))];
        int count = Features.Count;
        double[] sums = new PointGradients(Model, output, samples).Sum(rows.Rows, 2 * count, WritePoint, Add, run);
        (double[] values, double[] errors) = SampleMean.Of(sums, rows.Rows, count, samples);
        double baseValue = new Predictor(Model.Predict).Predict(background, output).Average(value => (double)value);
        return new FeatureValues(values, [.. Enumerable.Repeat(baseValue, rows.Rows)], errors);

        void WritePoint(int row, int point, Span<float> x) =>
            Interpolation.Write(background.Row(draws[row][point].Reference), rows.Row(row), draws[row][point].T, x);

        void Add(int row, int point, ReadOnlySpan<float> gradient, Span<double> sums)
        {
            ReadOnlySpan<float> x = rows.Row(row), reference = background.Row(draws[row][point].Reference);
            for (int feature = 0; feature < count; feature++)
            {
                double value = 0;
                foreach (int column in Features.ColumnSpan(feature))
                    value += ((double)x[column] - reference[column]) * gradient[column];
                sums[feature] += value;
                sums[count + feature] += value * value;
            }
        }
    }

    /// <summary>Each reference is as often drawn as any other, as far as the number allows, and the points t are spread evenly.</summary>
    private (int Reference, float T)[] Draw(RandomStream random)
    {
        int[] references = [.. Enumerable.Range(0, samples).Select(sample => sample % background.Rows)];
        if (samples % background.Rows != 0)
            DrawIncompleteRound(references.AsSpan(samples - samples % background.Rows), random);
        random.Shuffle(references.AsSpan());
        return [.. references.Select((reference, sample) => (reference, (float)((sample + random.NextDouble()) / samples)))];
    }

    private void DrawIncompleteRound(Span<int> references, RandomStream random)
    {
        int[] all = [.. Enumerable.Range(0, background.Rows)];
        random.Shuffle(all.AsSpan());
        all.AsSpan(0, references.Length).CopyTo(references);
    }
}
