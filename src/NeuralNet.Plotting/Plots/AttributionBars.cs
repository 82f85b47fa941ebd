using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>A bar for what is due to each feature.</summary>
internal sealed class AttributionBars(FeatureBars features, string axisLabel, string title)
    : Plot(title, subtitle: null, LegendOf(features))
{
    private const double RowHeight = 28;

    private protected override double ContentHeight => FeatureRows.Height(features.Values.Count, RowHeight);

    private protected override void Draw(SvgWriter svg, Box area)
    {
        Interval values = Interval.Of(features.Values.Append(0));
        Interval interval = values.Padded(0.15);
        if (values.From == 0)
            interval = Interval.Between(0, interval.To);
        var rows = new FeatureRows(area, features.Labels, RowHeight, interval, axisLabel);
        rows.Draw(svg);
        for (int i = 0; i < features.Values.Count; i++)
        {
            double value = features.Values[i];
            string text = values.From == 0 ? NumberText.Format(value) : NumberText.Signed(value);
            rows.DrawBar(svg, i, value < 0 ? "lower" : "raise", 0, value, text, $"{features.Labels[i]}: {text}");
        }

        rows.DrawZero(svg);
    }

    private static LegendEntry[] LegendOf(FeatureBars features) => features.Values.Any(value => value < 0)
        ? [LegendEntry.OfBar("raises the output", "raise"), LegendEntry.OfBar("lowers the output", "lower")]
        : [];
}

public abstract partial class Plot
{
    /// <summary>
    /// A bar for what is due to each feature, the greatest first. Of more than 12 features, the least are put together as their sum.
    /// </summary>
    /// <param name="names">The names of the features.</param>
    /// <param name="values">How much of the output is due to each.</param>
    /// <param name="contents">What each feature was in the row explained, such as <c>5.1</c>; by default it is not told.</param>
    /// <param name="axisLabel">What the values are, with their unit.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">There are no features, the lists differ in length, or a value is not finite.</exception>
    public static Plot AttributionBars(
        IReadOnlyList<string> names, IReadOnlyList<double> values, IReadOnlyList<string>? contents = null,
        string axisLabel = "attribution", string title = "What the output is due to") =>
        new AttributionBars(FeatureBars.Ranked(names, values, contents), Check.Title(axisLabel, nameof(axisLabel)), Check.Title(title));

    /// <summary>The bars of an explanation of one row.</summary>
    /// <param name="attribution">The explanation.</param>
    /// <param name="title">The line above the picture; by default it names the method and the output.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Plot AttributionBars(Attribution attribution, string? title = null) =>
        new AttributionBars(FeatureBars.Of(attribution), "attribution", Check.Title(title ?? TitleOf(attribution)));

    /// <summary>The bars of the global importance of the features: the mean of |attribution| over the rows.</summary>
    /// <param name="attributions">The explanations of many rows.</param>
    /// <param name="title">The line above the picture; by default it names the method, the output and the number of rows.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Plot AttributionBars(AttributionSet attributions, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(attributions);
        string rows = attributions.Count == 1 ? "1 row" : FormattableString.Invariant($"{attributions.Count} rows");
        return AttributionBars(
            attributions.Features.Names, attributions.Importance, axisLabel: "mean |attribution|",
            title: title ?? $"{TitleOf(attributions[0])} over {rows}");
    }

    private static string TitleOf(Attribution attribution) =>
        FormattableString.Invariant($"{attribution.Method} of output {attribution.Output}");
}
