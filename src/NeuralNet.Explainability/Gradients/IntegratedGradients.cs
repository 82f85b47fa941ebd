using System.Numerics.Tensors;
using MathNet.Numerics.Integration;

namespace NeuralNet.Explainability;

/// <summary>
/// φ = (x − b)·∫₀¹ ∂y/∂x(b + t·(x − b)) dt: the gradient collected on the straight way from a baseline b to the row. The values sum
/// to y(x) − y(b); by how much they miss it, for the integral is a sum over some steps, is the residual. The steps are the nodes of
/// Gauss and Legendre. Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", 2017.
/// </summary>
/// <remarks>
/// The rule is made for smooth functions, and slow where the output has kinks, as ReLU makes them. A row for which it misses more than
/// a thousandth of the change is integrated anew from kink to kink: the rise of the output between two steps tells where the gradient
/// jumps, and where one jump does not explain the rise, up to three times as many steps are put between.
/// </remarks>
public sealed class IntegratedGradients : GradientExplainer
{
    private const double Tolerance = 1e-3;

    private readonly Tensor baseline;
    private readonly float[] nodes;
    private readonly double[] weights;

    /// <summary>Makes the explainer.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="baseline">A row that stands for "nothing": black pixels, mean values; zeros by default.</param>
    /// <param name="steps">The number of points on the way, 50 by default.</param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <exception cref="ArgumentException">The model, the baseline or the features do not fit; a layer without derivative is named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is less than one.</exception>
    public IntegratedGradients(Model model, Tensor? baseline = null, int steps = 50, Features? features = null)
        : base("Integrated gradients", model, features)
    {
        Differentiability.Require(model, Method);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        this.baseline = Data.Row(baseline ?? new Tensor(InputShape), InputShape, nameof(baseline)).Clone();
        var rule = new GaussLegendreRule(0, 1, steps);
        (double Node, double Weight)[] sorted = [.. Enumerable.Range(0, steps)
            .Select(i => (rule.GetAbscissa(i), rule.GetWeight(i))).OrderBy(pair => pair.Item1)];
        nodes = [.. sorted.Select(pair => (float)pair.Node)];
        weights = [.. sorted.Select(pair => pair.Weight)];
    }

    internal override FeatureValues Attribute(Tensor rows, int output, Run run)
    {
        var predictor = new Predictor(Model.Predict);
        float[] predictions = predictor.Predict(rows, output);
        float baseValue = predictor.Predict(baseline, output)[0];
        int width = InputShape.Size;
        double[] columns = Integrate(rows, output, run.ForRow(0, 2));
        int[] kinked = [.. Enumerable.Range(0, rows.Rows)
            .Where(row => !IsComplete(columns.AsSpan(row * width, width), predictions[row] - baseValue))];
        Blocks.Run(kinked.Length, run.ForRow(1, 2), index =>
        {
            int row = kinked[index];
            var path = new KinkedPath(Model, output, baseline.AsSpan(), rows.Row(row), nodes);
            path.Integrate(Tolerance * Math.Abs(predictions[row] - baseValue), run.CancellationToken).CopyTo(columns, row * width);
        });
        run.Report(1);

        double[] values = new double[rows.Rows * Features.Count];
        for (int row = 0; row < rows.Rows; row++)
            Features.Sum(columns.AsSpan(row * width, width)).CopyTo(values, row * Features.Count);
        return new FeatureValues(values, [.. Enumerable.Repeat((double)baseValue, rows.Rows)]);
    }

    /// <summary>The values of the columns by the rule of Gauss and Legendre.</summary>
    private double[] Integrate(Tensor rows, int output, Run run)
    {
        return new PointGradients(Model, output, nodes.Length).Sum(rows.Rows, InputShape.Size, WritePoint, Add, run);

        void WritePoint(int row, int point, Span<float> x) => Interpolation.Write(baseline.AsSpan(), rows.Row(row), nodes[point], x);

        void Add(int row, int point, ReadOnlySpan<float> gradient, Span<double> sums)
        {
            ReadOnlySpan<float> to = rows.Row(row), from = baseline.AsSpan();
            for (int i = 0; i < sums.Length; i++)
                sums[i] += weights[point] * gradient[i] * ((double)to[i] - from[i]);
        }
    }

    private static bool IsComplete(ReadOnlySpan<double> values, double change) =>
        Math.Abs(change - TensorPrimitives.Sum(values)) <= Tolerance * Math.Abs(change);
}
