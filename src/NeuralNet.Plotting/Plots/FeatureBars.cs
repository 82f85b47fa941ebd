using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>Attributions as data for a plot: the features by the size of their values, and the least of many put together.</summary>
internal sealed record FeatureBars(IReadOnlyList<string> Labels, IReadOnlyList<double> Values)
{
    /// <summary>
    /// The features of an explanation, each with what it was; a condition that the row met already says of which feature it is.
    /// </summary>
    public static FeatureBars Of(Attribution attribution)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        IReadOnlyList<FeatureAttribution> ranking = attribution.Ranking;
        return Ranked(
            [.. ranking.Select(Label)], [.. ranking.Select(feature => feature.Value)], contents: null);

        static string Label(FeatureAttribution feature) => feature.Content.Contains(feature.Name, StringComparison.Ordinal)
            ? feature.Content
            : $"{feature.Name} = {feature.Content}";
    }

    public static FeatureBars Ranked(IReadOnlyList<string> names, IReadOnlyList<double> values, IReadOnlyList<string>? contents)
    {
        Check.NoNulls(names);
        Check.Count(names.Count, 1, int.MaxValue, "features", nameof(names));
        Check.OneFor(names.Count, "name", values);
        Check.Finite(values);
        if (contents is not null)
            Check.OneFor(names.Count, "name", contents);
        int[] order = [.. Enumerable.Range(0, names.Count).OrderByDescending(feature => Math.Abs(values[feature]))];
        int shown = order.Length > FeatureRows.MostFeatures ? FeatureRows.MostFeatures - 1 : order.Length;
        IEnumerable<string> labels =
            order.Take(shown).Select(feature => contents is null ? names[feature] : $"{names[feature]} = {contents[feature]}");
        IEnumerable<double> ranked = order.Take(shown).Select(feature => values[feature]);
        if (shown == order.Length)
            return new FeatureBars([.. labels], [.. ranked]);
        double others = Check.Finite(order.Skip(shown).Sum(feature => values[feature]), "the sum of the others", nameof(values));
        string othersLabel = FormattableString.Invariant($"{order.Length - shown} others together");
        return new FeatureBars([.. labels, othersLabel], [.. ranked, others]);
    }
}
