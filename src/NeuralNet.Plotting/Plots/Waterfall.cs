using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>A waterfall of the contributions that lead from the base value to the prediction.</summary>
internal sealed class Waterfall(
    FeatureBars steps, double baseValue, double prediction, string axisLabel, string title, string? note = null,
    string outputName = "the output")
    : Plot(title, AttributionTexts.Join(Describe(baseValue, prediction), note),
        [LegendEntry.OfBar($"raises {outputName}", "raise"), LegendEntry.OfBar($"lowers {outputName}", "lower")])
{
    private const double RowHeight = 30, MarkGap = 8, FaintOthers = 0.5;

    /// <summary>A residual is shown from this share of the plot's width on: half a percent, which is about three pixels.</summary>
    private const double MinVisible = 0.005;

    private readonly double[] levels = [.. Levels(steps, baseValue)];

    private double Residual => prediction - levels[^1];

    private Interval Covered => Interval.Of(levels.Append(prediction));

    private bool HasResidual => Math.Abs(Residual) > MinVisible * Covered.Length;

    private int StepCount => steps.Values.Count + (steps.Others is null ? 0 : 1);

    private int RowCount => StepCount + 2 + (HasResidual ? 1 : 0);

    private protected override double ContentHeight => FeatureRows.Height(RowCount, RowHeight);

    private protected override void Draw(SvgWriter svg, Box area)
    {
        Step[] all = [.. Steps()];
        FeatureLabel[] labels = [new("base value"), .. all.Select(step => step.Label), new("prediction")];
        var rows = new FeatureRows(area, labels, RowHeight, Covered, axisLabel, TextRoom(all));
        rows.Draw(svg);
        rows.DrawZero(svg);
        DrawMark(svg, rows, 0, baseValue);
        for (int i = 0; i < all.Length; i++)
        {
            Step step = all[i];
            DrawConnector(svg, rows, i + 1, step.From);
            rows.DrawBar(svg, i + 1, step.Style, step.From, step.To, step.Text, $"{step.Label}: {step.Text}", step.Opacity);
        }

        DrawConnector(svg, rows, RowCount - 1, prediction);
        DrawMark(svg, rows, RowCount - 1, prediction);
    }

    /// <summary>The steps from top to bottom: the features, the others as one paler step, and what is not explained.</summary>
    private IEnumerable<Step> Steps()
    {
        for (int i = 0; i < steps.Values.Count; i++)
            yield return new Step(steps.Labels[i], levels[i], levels[i + 1], Style(steps.Values[i]), steps.Text(i, isSigned: true));
        if (steps.Others is { } others)
            yield return new Step(others.Label, levels[^2], levels[^1], Style(others.Sum), NumberText.Signed(others.Sum), FaintOthers);
        if (HasResidual)
            yield return new Step(new FeatureLabel("not explained"), levels[^1], prediction, "muted", NumberText.Signed(Residual));

        static string Style(double value) => value < 0 ? "lower" : "raise";
    }

    private (double Left, double Right) TextRoom(Step[] all)
    {
        double mark = MarkGap + TextMeasure.Widest([NumberText.Format(baseValue), NumberText.Format(prediction)], 13);
        return (
            all.Where(step => step.To < step.From).Select(step => FeatureRows.RoomFor(step.Text)).DefaultIfEmpty(8).Max(),
            all.Where(step => step.To >= step.From).Select(step => FeatureRows.RoomFor(step.Text)).Append(mark).Max());
    }

    /// <summary>A line from the row above to this one, where the one ends and the other begins.</summary>
    private static void DrawConnector(SvgWriter svg, FeatureRows rows, int row, double level) =>
        svg.Line("axis", rows.Axis.X(level), rows.Y(row - 1) + 10, rows.Axis.X(level), rows.Y(row) - 10);

    private static void DrawMark(SvgWriter svg, FeatureRows rows, int row, double value)
    {
        double x = rows.Axis.X(value);
        svg.Line("mark", x, rows.Y(row) - 10, x, rows.Y(row) + 10);
        svg.Text("heading halo", x + MarkGap, rows.Y(row) + 4.5, NumberText.Format(value));
    }

    private static IEnumerable<double> Levels(FeatureBars steps, double baseValue)
    {
        double level = baseValue;
        yield return level;
        foreach (double step in steps.Others is { } others ? steps.Values.Append(others.Sum) : steps.Values)
            yield return level = Check.Finite(level + step, "The sum of the base value and the values", "values");
    }

    private static string Describe(double baseValue, double prediction) =>
        $"from the base value {NumberText.Format(baseValue)} to the prediction {NumberText.Format(prediction)}";

    private sealed record Step(FeatureLabel Label, double From, double To, string Style, string Text, double Opacity = 1);
}

public abstract partial class Plot
{
    /// <summary>
    /// Plots the contributions of the features, the largest first, as steps from the base value to the prediction. The features beyond the
    /// maximum are summed in one paler bar. The part that the values leave unexplained has its own bar, if it is large enough to see.
    /// </summary>
    /// <param name="names">The names of the features.</param>
    /// <param name="values">The contribution of each to the prediction.</param>
    /// <param name="baseValue">The output of the model without the row.</param>
    /// <param name="prediction">The output of the model for the row.</param>
    /// <param name="contents">The value of each feature in the explained row, such as <c>5.1</c>; by default values are not shown.</param>
    /// <param name="axisLabel">The label of the output, with its unit.</param>
    /// <param name="title">The line above the picture.</param>
    /// <param name="maxFeatures">The maximum number of features shown one by one; 12 by default.</param>
    /// <exception cref="ArgumentException">There are no features, the lists differ in length, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum number of features is less than 1.</exception>
    public static Plot Waterfall(
        IReadOnlyList<string> names, IReadOnlyList<double> values, double baseValue, double prediction,
        IReadOnlyList<string>? contents = null, string axisLabel = "model output", string title = "How the prediction comes about",
        int maxFeatures = FeatureBars.DefaultCount) =>
        new Waterfall(
            FeatureBars.Ranked(names, values, contents, maxFeatures), Check.Finite(baseValue), Check.Finite(prediction),
            Check.Title(axisLabel, nameof(axisLabel)), Check.Title(title));

    /// <summary>The waterfall of an explanation of one row.</summary>
    /// <param name="attribution">An explanation by a method that has a base value, such as KernelSHAP or integrated gradients.</param>
    /// <param name="title">The line above the picture; by default it names the method and the output.</param>
    /// <param name="maxFeatures">The maximum number of features shown one by one; 12 by default.</param>
    /// <param name="outputName">The name of the output explained; by default its class in the model's labels, or its number.</param>
    /// <exception cref="ArgumentException">The method has no base value, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum number of features is less than 1.</exception>
    public static Plot Waterfall(
        Attribution attribution, string? title = null, int maxFeatures = FeatureBars.DefaultCount, string? outputName = null)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        double baseValue = attribution.BaseValue
            ?? throw new ArgumentException(
                $"{attribution.Method} has no base value to begin from; {nameof(AttributionBars)} shows it.", nameof(attribution));
        return new Waterfall(
            FeatureBars.Of(attribution, maxFeatures), Check.Finite(baseValue), Check.Finite(attribution.Prediction), "model output",
            Check.Title(title ?? AttributionTexts.Title(attribution, outputName)), AttributionTexts.Fidelity(attribution),
            outputName ?? attribution.OutputName ?? "the output");
    }
}
