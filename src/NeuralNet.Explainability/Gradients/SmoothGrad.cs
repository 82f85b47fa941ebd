using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// The mean of another gradient method's values over copies of the row with normal noise, which takes out what hangs on the very
/// point. The standard deviation of the noise is a share of the range of the row's values, the same for all of them, as is meant for
/// images: scale columns of different units first; a row of one and the same value gets no noise. Smilkov et al., "SmoothGrad: removing
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
        if (explainer.InputShape.IsFixed)
            ExplainOnly(explainer.InputShape);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        this.explainer = explainer;
        this.noise = Require.NonNegative(noise);
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

    /// <summary>Adds the values at noisy copies of a row, and writes the row's prediction if it is wanted.</summary>
    private void AddGradients(
        LocalValues local, ReadOnlySpan<float> row, Target target, RandomStream random, int copies, Span<double> sums,
        Span<float> prediction)
    {
        using var pass = new GradientPass(Model, target.Output, target.Row, copies + prediction.Length);
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

    /// <summary>Adds what a method that takes more than the gradient finds for noisy copies, and writes the row's prediction.</summary>
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
        RandomFill.Normal(copies, noise * (TensorPrimitives.Max(row) - TensorPrimitives.Min(row)), random);
        Rows.Add(copies, row);
    }

    /// <summary>The shape of a row, its features, and the output that is explained.</summary>
    private readonly record struct Target(Shape Row, Features Features, int Output);
}
