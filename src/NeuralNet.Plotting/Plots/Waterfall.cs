using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>How the features lead, one after the other, from the base value to the prediction.</summary>
internal sealed class Waterfall(FeatureBars steps, double baseValue, double prediction, string axisLabel, string title)
    : Plot(title, Describe(baseValue, prediction),
        [LegendEntry.OfBar("raises the output", "raise"), LegendEntry.OfBar("lowers the output", "lower")])
{
    private const double RowHeight = 30;

    /// <summary>A residual is shown from this share of the plot's width on: half a percent, which is about three pixels.</summary>
    private const double LeastVisible = 0.005;

    private readonly double[] levels = [.. Levels(steps, baseValue)];

    private double Residual => prediction - levels[^1];

    private Interval Covered => Interval.Of(levels.Append(prediction));

    private bool HasResidual => Math.Abs(Residual) > LeastVisible * Covered.Length;

    private int RowCount => steps.Values.Count + 2 + (HasResidual ? 1 : 0);

    private protected override double ContentHeight => FeatureRows.Height(RowCount, RowHeight);

    private protected override void Draw(SvgWriter svg, Box area)
    {
        string[] labels = ["base value", .. steps.Labels, .. HasResidual ? ["not explained"] : Array.Empty<string>(), "prediction"];
        var rows = new FeatureRows(area, labels, RowHeight, Covered.Padded(0.15), axisLabel);
        rows.Draw(svg);
        rows.DrawZero(svg);
        DrawMark(svg, rows, 0, baseValue);
        for (int i = 0; i < steps.Values.Count; i++)
            DrawStep(svg, rows, i + 1, steps.Values[i] < 0 ? "lower" : "raise", levels[i], levels[i + 1], steps.Labels[i]);
        if (HasResidual)
            DrawStep(svg, rows, RowCount - 2, "muted", levels[^1], prediction, "not explained");
        DrawConnector(svg, rows, RowCount - 1, prediction);
        DrawMark(svg, rows, RowCount - 1, prediction);
    }

    private static void DrawStep(SvgWriter svg, FeatureRows rows, int row, string style, double from, double to, string label)
    {
        DrawConnector(svg, rows, row, from);
        string text = NumberText.Signed(to - from);
        rows.DrawBar(svg, row, style, from, to, text, $"{label}: {text}");
    }

    /// <summary>A line from the row above to this one, where the one ends and the other begins.</summary>
    private static void DrawConnector(SvgWriter svg, FeatureRows rows, int row, double level) =>
        svg.Line("axis", rows.Axis.X(level), rows.Y(row - 1) + 10, rows.Axis.X(level), rows.Y(row) - 10);

    private static void DrawMark(SvgWriter svg, FeatureRows rows, int row, double value)
    {
        double x = rows.Axis.X(value);
        svg.Line("mark", x, rows.Y(row) - 10, x, rows.Y(row) + 10);
        svg.Text("heading halo", x + 8, rows.Y(row) + 4.5, NumberText.Format(value));
    }

    private static IEnumerable<double> Levels(FeatureBars steps, double baseValue)
    {
        double level = baseValue;
        yield return level;
        foreach (double step in steps.Values)
            yield return level = Check.Finite(level + step, "The sum of the base value and the values", "values");
    }

    private static string Describe(double baseValue, double prediction) =>
        $"from the base value {NumberText.Format(baseValue)} to the prediction {NumberText.Format(prediction)}";
}

public abstract partial class Plot
{
    /// <summary>
    /// How the features lead, one after the other, from the base value to the prediction, the greatest first. Of more than 12
    /// features, the least are put together. What the values leave unexplained has a bar of its own, if it is large enough to see.
    /// </summary>
    /// <param name="names">The names of the features.</param>
    /// <param name="values">How much of the prediction is due to each.</param>
    /// <param name="baseValue">What the model gives without the row.</param>
    /// <param name="prediction">What the model gives for the row.</param>
    /// <param name="contents">What each feature was in the row explained, such as <c>5.1</c>; by default it is not told.</param>
    /// <param name="axisLabel">What the model gives, with its unit.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">There are no features, the lists differ in length, or a value is not finite.</exception>
    public static Plot Waterfall(
        IReadOnlyList<string> names, IReadOnlyList<double> values, double baseValue, double prediction,
        IReadOnlyList<string>? contents = null, string axisLabel = "model output", string title = "How the prediction comes about") =>
        new Waterfall(
            FeatureBars.Ranked(names, values, contents), Check.Finite(baseValue), Check.Finite(prediction),
            Check.Title(axisLabel, nameof(axisLabel)), Check.Title(title));

    /// <summary>The waterfall of an explanation of one row.</summary>
    /// <param name="attribution">An explanation by a method that has a base value, such as KernelSHAP or integrated gradients.</param>
    /// <param name="title">The line above the picture; by default it names the method and the output.</param>
    /// <exception cref="ArgumentException">The method has no base value, or a value is not finite.</exception>
    public static Plot Waterfall(Attribution attribution, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        double baseValue = attribution.BaseValue
            ?? throw new ArgumentException(
                $"{attribution.Method} has no base value to begin from; {nameof(AttributionBars)} shows it.", nameof(attribution));
        return new Waterfall(
            FeatureBars.Of(attribution), Check.Finite(baseValue), Check.Finite(attribution.Prediction), "model output",
            Check.Title(title ?? TitleOf(attribution)));
    }
}
