using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>
/// A bar for what is due to each feature. The features that are not shown have a row apart, with their sum as a number: its bar might be
/// longer than all others.
/// </summary>
internal sealed class AttributionBars(
    FeatureBars features, string axisLabel, string title, string? subtitle = null,
    string raises = "raises the output", string lowers = "lowers the output")
    : Plot(title, subtitle, LegendOf(features, raises, lowers))
{
    private const double RowHeight = 28;

    private protected override double ContentHeight =>
        FeatureRows.Height(features.Values.Count + (features.Others is null ? 0 : 1), RowHeight);

    private bool IsSigned => features.Values.Any(value => value < 0) || features.Others is { Sum: < 0 };

    private protected override void Draw(SvgWriter svg, Box area)
    {
        string[] texts = [.. Enumerable.Range(0, features.Values.Count).Select(i => features.Text(i, IsSigned))];
        FeatureLabel[] labels = [.. features.Labels, .. features.Others is { } others ? [others.Label] : Array.Empty<FeatureLabel>()];
        var rows = new FeatureRows(area, labels, RowHeight, Covered(), axisLabel, TextRoom(texts));
        rows.Draw(svg);
        for (int i = 0; i < texts.Length; i++)
        {
            double value = features.Values[i];
            string style = value < 0 ? "lower" : "raise", tooltip = $"{features.Labels[i]}: {texts[i]}";
            if (features.Errors is { } errors)
                rows.DrawBarWithError(svg, i, style, value, errors[i], texts[i], tooltip);
            else
                rows.DrawBar(svg, i, style, 0, value, texts[i], tooltip);
        }

        rows.DrawZero(svg);
        if (features.Others is not null)
            rows.DrawNote(svg, texts.Length, features.Others.Text(IsSigned));
    }

    private Interval Covered() => Interval.Of(features.Values.Select((value, i) => value - Error(i))
        .Concat(features.Values.Select((value, i) => value + Error(i))).Append(0));

    private double Error(int feature) => features.Errors?[feature] ?? 0;

    private (double Left, double Right) TextRoom(string[] texts) =>
        (Room(texts.Where((_, i) => features.Values[i] < 0)), Room(texts.Where((_, i) => features.Values[i] >= 0)));

    private static double Room(IEnumerable<string> texts) => texts.Select(FeatureRows.RoomFor).DefaultIfEmpty(0).Max();

    private static LegendEntry[] LegendOf(FeatureBars features, string raises, string lowers) => features.Values.Any(value => value < 0)
        ? [LegendEntry.OfBar(raises, "raise"), LegendEntry.OfBar(lowers, "lower")]
        : [];
}

public abstract partial class Plot
{
    /// <summary>
    /// Plots a bar for the attribution of each feature, the largest first. The features beyond the maximum have one row, with the number
    /// that is their sum.
    /// </summary>
    /// <param name="names">The names of the features.</param>
    /// <param name="values">The contribution of each to the output.</param>
    /// <param name="contents">The value of each feature in the explained row, such as <c>5.1</c>; by default values are not shown.</param>
    /// <param name="axisLabel">The label of the values, with their unit.</param>
    /// <param name="title">The line above the picture.</param>
    /// <param name="maxFeatures">The maximum number of bars; 12 by default.</param>
    /// <exception cref="ArgumentException">There are no features, the lists differ in length, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum number of bars is less than 1.</exception>
    public static Plot AttributionBars(
        IReadOnlyList<string> names, IReadOnlyList<double> values, IReadOnlyList<string>? contents = null,
        string axisLabel = "attribution", string title = "What the output is due to", int maxFeatures = FeatureBars.DefaultCount) =>
        new AttributionBars(
            FeatureBars.Ranked(names, values, contents, maxFeatures), Check.Title(axisLabel, nameof(axisLabel)), Check.Title(title));

    /// <summary>
    /// The bars of an explanation of one row, with whiskers of one standard error and R² of the local model where the method states them.
    /// </summary>
    /// <param name="attribution">The explanation.</param>
    /// <param name="title">The line above the picture; by default it names the method and the output.</param>
    /// <param name="maxFeatures">The maximum number of bars; 12 by default.</param>
    /// <param name="outputName">The name of the output explained; by default its class in the model's labels, or its number.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum number of bars is less than 1.</exception>
    public static Plot AttributionBars(
        Attribution attribution, string? title = null, int maxFeatures = FeatureBars.DefaultCount, string? outputName = null)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        string output = outputName ?? attribution.OutputName ?? "the output";
        return new AttributionBars(
            FeatureBars.Of(attribution, maxFeatures), "attribution",
            Check.Title(title ?? AttributionTexts.Title(attribution, outputName)), AttributionTexts.Fidelity(attribution),
            $"raises {output}", $"lowers {output}");
    }

    /// <summary>
    /// The bars of the global importance of the features: the mean of |attribution| over the rows. The subtitle states the largest
    /// residual of the rows.
    /// </summary>
    /// <param name="attributions">The explanations of many rows.</param>
    /// <param name="title">The line above the picture; by default it names the method and the output.</param>
    /// <param name="maxFeatures">The maximum number of bars; 12 by default.</param>
    /// <param name="outputName">The name of the output explained; by default its class in the model's labels, or its number.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum number of bars is less than 1.</exception>
    public static Plot AttributionBars(
        AttributionSet attributions, string? title = null, int maxFeatures = FeatureBars.DefaultCount, string? outputName = null)
    {
        ArgumentNullException.ThrowIfNull(attributions);
        return new AttributionBars(
            FeatureBars.Ranked(attributions.Features.Names, attributions.Importance, contents: null, maxFeatures),
            "mean |attribution|", Check.Title(title ?? AttributionTexts.Title(attributions, outputName)),
            AttributionTexts.Rows(attributions));
    }
}
