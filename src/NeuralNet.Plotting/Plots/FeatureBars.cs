using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>Attributions as data for a plot: the features by the size of their values, and the sum of those that are not shown.</summary>
/// <param name="Labels">The labels of the features shown.</param>
/// <param name="Values">Their values.</param>
/// <param name="Errors">The standard error of each value; null if the values are exact or no errors are known.</param>
/// <param name="Others">The features that are not shown; null if all are.</param>
internal sealed record FeatureBars(
    IReadOnlyList<FeatureLabel> Labels, IReadOnlyList<double> Values, IReadOnlyList<double>? Errors, OtherFeatures? Others)
{
    /// <summary>The number of features that a plot shows by default.</summary>
    public const int DefaultCount = 12;

    /// <summary>
    /// The features of an explanation, each with what it was; a condition that the row met already says of which feature it is.
    /// </summary>
    public static FeatureBars Of(Attribution attribution, int maxFeatures)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        Check.MaxFeatures(maxFeatures);
        int[] order = Order(attribution.Values);
        IReadOnlyList<FeatureAttribution> ranking = attribution.Ranking;
        return Ranked(
            [.. ranking.Select(feature => FeatureLabel.Of(feature.Name, feature.Content))],
            [.. ranking.Select(feature => feature.Value)],
            attribution.StandardErrors is { } errors && errors.Any(error => error > 0)
                ? [.. order.Select(feature => errors[feature])]
                : null, maxFeatures);
    }

    public static FeatureBars Ranked(
        IReadOnlyList<string> names, IReadOnlyList<double> values, IReadOnlyList<string>? contents, int maxFeatures)
    {
        Check.NoNulls(names);
        Check.Count(names.Count, 1, int.MaxValue, "features", nameof(names));
        Check.OneFor(names.Count, "name", values);
        if (contents is not null)
            Check.OneFor(names.Count, "name", contents);
        Check.MaxFeatures(maxFeatures);
        return Ranked([.. names.Select((name, i) => Label(name, contents?[i]))], values, errors: null, maxFeatures);

        static FeatureLabel Label(string name, string? content) =>
            content is null ? new FeatureLabel(name) : new FeatureLabel("", name, $" = {content}");
    }

    public static FeatureBars Ranked(
        IReadOnlyList<FeatureLabel> labels, IReadOnlyList<double> values, IReadOnlyList<double>? errors, int maxFeatures)
    {
        Check.Finite(values);
        if (errors is not null)
            Check.Finite(errors, nameof(values));
        int[] order = Order(values), shown = [.. order.Take(maxFeatures)], others = [.. order.Skip(maxFeatures)];
        return new FeatureBars(
            [.. shown.Select(feature => labels[feature])], [.. shown.Select(feature => values[feature])],
            errors is null ? null : [.. shown.Select(feature => errors[feature])],
            others.Length == 0 ? null : new OtherFeatures(
                others.Length, Check.Finite(others.Sum(feature => values[feature]), "the sum of the others", nameof(values)),
                others.Max(feature => Math.Abs(values[feature]))));
    }

    /// <summary>The value of a bar as text, with its standard error if there is one.</summary>
    public string Text(int bar, bool isSigned)
    {
        string value = isSigned ? NumberText.Signed(Values[bar]) : NumberText.Format(Values[bar]);
        return Errors is null ? value : $"{value} ± {NumberText.Format(RoundToTwoDigits(Errors[bar]))}";
    }

    /// <summary>The features by the size of their values, the largest first.</summary>
    private static int[] Order(IReadOnlyList<double> values) =>
        [.. Enumerable.Range(0, values.Count).OrderByDescending(feature => Math.Abs(values[feature]))];

    private static double RoundToTwoDigits(double value)
    {
        if (value == 0)
            return 0;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 1);
        return Math.Round(value / unit) * unit;
    }
}

/// <summary>The features that a plot does not show one by one.</summary>
/// <param name="Count">The number of the features.</param>
/// <param name="Sum">The sum of their values.</param>
/// <param name="MaxMagnitude">The magnitude of the largest of their values.</param>
internal sealed record OtherFeatures(int Count, double Sum, double MaxMagnitude)
{
    public FeatureLabel Label => new(FormattableString.Invariant($"{Count} other{(Count == 1 ? "" : "s together")}"));

    /// <summary>The sum and, of several features, how large each is at most.</summary>
    public string Text(bool isSigned)
    {
        string sum = isSigned ? NumberText.Signed(Sum) : NumberText.Format(Sum);
        return Count == 1 ? sum : $"{sum}, each at most {(isSigned ? "±" : "")}{NumberText.Format(MaxMagnitude)}";
    }
}
