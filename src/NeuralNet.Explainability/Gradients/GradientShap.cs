namespace NeuralNet.Explainability;

/// <summary>
/// φ = mean of (x − b)·∂y/∂x(b + t·(x − b)) over rows b of the background and points t of the path: integrated gradients with many
/// baselines, an estimate of SHAP values from a sample. The points are spread evenly over the paths. The values have standard errors, and
/// the residual is the difference of their sum from y(x) − mean y(b). Erion et al., "Improving performance of deep learning
/// models with axiomatic attribution priors and expected gradients", 2021; Lundberg's GradientExplainer.
/// </summary>
public sealed class GradientShap : GradientExplainer
{
    private readonly Tensor background;
    private readonly int samples;

    /// <summary>Creates the explainer.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="background">
    /// Some typical rows, about 100, that the row is compared with. If the model takes rows of any length, those of the background's length
    /// are explained.
    /// </param>
    /// <param name="samples">The number of points, 200 by default.</param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <exception cref="ArgumentException">
    /// The model, the background or the features do not fit; a layer without derivative is named.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of samples is less than one.</exception>
    public GradientShap(Model model, Tensor background, int samples = 200, Features? features = null)
        : base("GradientSHAP", model, features)
    {
        Differentiability.Require(model, Method);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        this.background = Data.Background(background, InputShape);
        ExplainOnly(this.background.Shape.WithoutBatch());
        this.samples = samples;
    }

    /// <remarks>The last of a row's points is the row itself, for its prediction.</remarks>
    internal override FeatureValues Attribute(Tensor rows, Features features, int output, Run run)
    {
        double baseValue = new PredictionFunction(Model.Predict).Predict(background, output).Average(value => (double)value);
        float[] predictions = new float[rows.Rows];
        int blocks = PointBlocks.Count(samples + 1, InputShape.Size);
        Draw[][] draws = [.. Enumerable.Range(0, rows.Rows).Select(row => Draws(run.Stream(run.Number(row))))];
        double[] sums = PointBlocks.Sum(rows.Rows, samples + 1, blocks, 2 * features.Count, run, (row, first, count, sums) =>
        {
            ReadOnlySpan<Draw> own = draws[row].AsSpan(first, Math.Min(count, samples - first));
            Add(rows.Row(row), features, own, output, sums, predictions.AsSpan(row, count - own.Length));
        });
        (double[] values, double[]? errors) = SampleMean.Of(sums, rows.Rows, features.Count, samples);
        return new FeatureValues(predictions, values, [.. Enumerable.Repeat(baseValue, rows.Rows)], errors);
    }

    /// <summary>
    /// Adds the contributions of the gradients at some points, and writes the prediction for the row if there is memory for it.
    /// </summary>
    private void Add(
        ReadOnlySpan<float> row, Features features, ReadOnlySpan<Draw> draws, int output, Span<double> sums, Span<float> prediction)
    {
        int width = row.Length, length = draws.Length * width;
        ReadOnlySpan<float> references = background.AsSpan();
        using var pass = new PointPass(Model, output, InputShape, draws.Length + prediction.Length);
        Span<float> points = pass.Points, gradients = pass.Gradients[..length];
        for (int i = 0; i < draws.Length; i++)
            Interpolation.Write(references.Slice(draws[i].Reference * width, width), row, draws[i].T, points.Slice(i * width, width));
        if (prediction.Length > 0)
            row.CopyTo(points[length..]);
        pass.Run();
        if (prediction.Length > 0)
            prediction[0] = pass.Value(draws.Length);
        for (int i = 0; i < draws.Length; i++)
            Interpolation.MultiplyByWay(references.Slice(draws[i].Reference * width, width), row, gradients.Slice(i * width, width));
        SampleSums.Add(features, gradients, sums);
    }

    /// <summary>Draws all references equally often, as far as their number allows, and the points t evenly.</summary>
    private Draw[] Draws(RandomStream random)
    {
        int[] references = new int[samples];
        int complete = samples - samples % background.Rows;
        for (int sample = 0, reference = 0; sample < complete; sample++)
        {
            references[sample] = reference;
            reference = reference + 1 == background.Rows ? 0 : reference + 1;
        }

        if (complete < samples)
            DrawIncompleteRound(references.AsSpan(complete), random);
        random.Shuffle(references.AsSpan());
        var draws = new Draw[samples];
        for (int sample = 0; sample < samples; sample++)
            draws[sample] = new Draw(references[sample], (float)((sample + random.NextDouble()) / samples));
        return draws;
    }

    private void DrawIncompleteRound(Span<int> references, RandomStream random)
    {
        int[] all = [.. Enumerable.Range(0, background.Rows)];
        random.Shuffle(all.AsSpan());
        all.AsSpan(0, references.Length).CopyTo(references);
    }

    /// <summary>The index of a row of the background, and the fraction of the path to the row at which the point lies.</summary>
    private readonly record struct Draw(int Reference, float T);
}
