using MathNet.Numerics.Integration;

namespace NeuralNet.Explainability;

/// <summary>
/// φ = (x − b)·∫₀¹ ∂y/∂x(b + t·(x − b)) dt: the gradient integrated along the straight path from a baseline b to the row. The values sum
/// to y(x) − y(b), up to the error of the integral, a sum over some steps; the residual is that error. The steps are the nodes of Gauss and
/// Legendre. Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", 2017.
/// </summary>
/// <remarks>
/// The rule is for smooth functions and converges slowly where the output has kinks, as with ReLU. A row for which its error is more than a
/// thousandth of the change is integrated again from kink to kink: the rise of the output between two steps determines where the gradient
/// jumps, and where one jump does not explain the rise, steps are inserted, up to three times their number.
/// </remarks>
public sealed class IntegratedGradients : GradientExplainer
{
    /// <summary>
    /// The error of the integral that is accepted, as a fraction of the change: a thousandth, less a margin for rounding.
    /// </summary>
    private const double Tolerance = 0.99e-3;

    private readonly Tensor? baseline;
    private readonly float[] nodes;
    private readonly double[] weights;

    /// <summary>Creates the explainer.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="baseline">A row without information: black pixels, mean values; zeros by default.</param>
    /// <param name="steps">The number of points on the path, 50 by default.</param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <exception cref="ArgumentException">
    /// The model, the baseline or the features do not fit; a layer without derivative is named.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is less than one.</exception>
    public IntegratedGradients(Model model, Tensor? baseline = null, int steps = 50, Features? features = null)
        : base("Integrated gradients", model, features)
    {
        Differentiability.Require(model, Method);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        this.baseline = baseline is null ? null : Data.Row(baseline, InputShape, nameof(baseline)).Clone();
        if (this.baseline is not null)
            ExplainOnly(this.baseline.Shape.WithoutBatch());
        var rule = new GaussLegendreRule(0, 1, steps);
        (double Node, double Weight)[] sorted = [.. Enumerable.Range(0, steps)
            .Select(i => (rule.GetAbscissa(i), rule.GetWeight(i))).OrderBy(pair => pair.Item1)];
        nodes = [0, .. sorted.Select(pair => (float)pair.Node), 1];
        weights = [0, .. sorted.Select(pair => pair.Weight), 0];
    }

    /// <remarks>The ends of the path are points of weight 0, for the prediction and the base value.</remarks>
    internal override FeatureValues Attribute(Tensor rows, Features features, int output, Run run)
    {
        Shape shape = rows.Shape.WithoutBatch();
        Tensor from = baseline ?? new Tensor(shape);
        int width = shape.Size;
        float[] predictions = new float[rows.Rows];
        double[] baseValues = new double[rows.Rows], columns = new double[rows.Rows * width];
        Blocks.Run(rows.Rows, run, row =>
        {
            using var path = new IntegrationPath(Model, output, shape, from.AsSpan(), rows.Row(row));
            path.Begin(nodes, rows.Rows == 1 ? run.ForRow(0, 2) : run.InSilence());
            if (!path.TryRule(weights, Tolerance))
                path.FollowKinks(Tolerance, run.CancellationToken);
            path.AddTo(columns.AsSpan(row * width, width));
            (predictions[row], baseValues[row]) = (path.Prediction, path.BaseValue);
        });
        return new FeatureValues(predictions, ToFeatures(columns, features), baseValues);
    }
}
