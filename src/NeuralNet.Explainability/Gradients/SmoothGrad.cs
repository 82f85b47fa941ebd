using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// The mean of another gradient method's values over copies of the row with normal noise, which removes what depends on the exact point.
/// The standard deviation of the noise is a fraction of the range of the row's values, the same for all values, as for images: scale
/// columns of different units first; a row whose values are all equal gets no noise. Smilkov et al., "SmoothGrad: removing noise by adding
/// noise", 2017.
/// </summary>
public sealed class SmoothGrad : GradientExplainer
{
    private readonly GradientExplainer explainer;
    private readonly float noise;
    private readonly int samples;

    /// <summary>Creates the explainer.</summary>
    /// <param name="explainer">The method whose values are averaged.</param>
    /// <param name="noise">
    /// The standard deviation of the noise as a fraction of the maximum minus the minimum of the row's values; 0.15 by default.
    /// </param>
    /// <param name="samples">The number of noisy copies, 50 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The noise is negative, or the number of samples is less than one.</exception>
    public SmoothGrad(GradientExplainer explainer, float noise = 0.15f, int samples = 50)
        : base(NameFor(explainer), explainer.Model, explainer.Features)
    {
        if (explainer.InputShape.IsFixed)
            ExplainOnly(explainer.InputShape);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        this.explainer = explainer;
        this.noise = Settings.Require(noise, noise >= 0, "a number of at least 0");
        this.samples = samples;
    }

    /// <remarks>The last of a row's points is the row itself, for its prediction.</remarks>
    internal override FeatureValues Attribute(Tensor rows, Features features, int output, Run run)
    {
        float[] predictions = new float[rows.Rows];
        var target = new Target(rows.Shape.WithoutBatch(), features, output);
        int blocks = explainer.Local is null ? 1 : PointBlocks.Count(samples + 1, rows.RowLength);
        double[] sums = PointBlocks.Sum(rows.Rows, samples + 1, blocks, 2 * features.Count, run, (row, first, count, sums) =>
        {
            Run part = rows.Rows == 1 ? run.ForRow(row, 1) : run.ForRowInSilence(row);
            int copies = Math.Min(count, samples - first);
            Span<float> prediction = predictions.AsSpan(row, count - copies);
            if (explainer.Local is { } local)
                AddGradients(local, rows.Row(row), target, part.Stream(-1 - first), copies, sums, prediction);
            else
                AddExplanations(rows.Row(row), target, part, sums, prediction);
        });
        (double[] means, double[]? errors) = SampleMean.Of(sums, rows.Rows, features.Count, samples);
        return new FeatureValues(predictions, means, BaseValues: null, errors);
    }

    private static string NameFor(GradientExplainer explainer)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        return $"SmoothGrad of {explainer.Method}";
    }

    /// <summary>Adds the values at noisy copies of a row, and writes the prediction for the row if there is memory for it.</summary>
    private void AddGradients(
        LocalValues local, ReadOnlySpan<float> row, Target target, RandomStream random, int copies, Span<double> sums,
        Span<float> prediction)
    {
        using var pass = new PointPass(Model, target.Output, target.Row, copies + prediction.Length);
        int length = copies * row.Length;
        if (copies > 0)
            WriteCopies(row, random, pass.Points[..length]);
        if (prediction.Length > 0)
            row.CopyTo(pass.Points[length..]);
        pass.Run();
        if (prediction.Length > 0)
            prediction[0] = pass.Value(copies);
        local(pass.Points, pass.Gradients);
        SampleSums.Add(target.Features, pass.Gradients[..length], sums);
    }

    /// <summary>Adds the values of a method that uses more than the gradient, and writes the prediction for the row.</summary>
    private void AddExplanations(ReadOnlySpan<float> row, Target target, Run run, Span<double> sums, Span<float> prediction)
    {
        var copies = new Tensor(target.Row.WithBatch(samples + 1));
        WriteCopies(row, run.Stream(-1), copies.AsSpan()[..(samples * row.Length)]);
        row.CopyTo(copies.Row(samples));
        FeatureValues found = explainer.Attribute(copies, target.Features, target.Output, run);
        prediction[0] = found.Predictions[samples];
        SampleSums.Add(found.Values.AsSpan(0, samples * target.Features.Count), sums);
    }

    private void WriteCopies(ReadOnlySpan<float> row, RandomStream random, Span<float> copies)
    {
        float deviation = noise * (TensorPrimitives.Max(row) - TensorPrimitives.Min(row));
        random.NextNormal(copies);
        for (int start = 0; start < copies.Length; start += row.Length)
        {
            Span<float> copy = copies.Slice(start, row.Length);
            TensorPrimitives.MultiplyAdd(copy, deviation, row, copy);
        }
    }

    /// <summary>The shape of a row, its features, and the output that is explained.</summary>
    private readonly record struct Target(Shape Row, Features Features, int Output);
}
