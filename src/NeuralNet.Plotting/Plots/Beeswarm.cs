using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>The attributions of each feature in many rows: a point for each row, coloured by the feature's own value.</summary>
internal sealed class Beeswarm : Plot
{
    private const double RowHeight = 44, Radius = 3, ScaleRoom = 36, LowPercentile = 0.05, HighPercentile = 0.95;
    private readonly Tensor values;
    private readonly Tensor? featureValues;
    private readonly IReadOnlyList<FeatureLabel> labels;
    private readonly IReadOnlyList<bool> hasColor;
    private readonly int[] ranking;
    private readonly string axisLabel;

    public Beeswarm(
        IReadOnlyList<string> names, Tensor values, Tensor? featureValues, IReadOnlyList<bool> hasColor, string axisLabel, string title,
        int maxFeatures, string? rows = null)
        : base(title, Describe(names, values, maxFeatures, rows), LegendOf(hasColor))
    {
        (this.values, this.featureValues, this.hasColor, this.axisLabel) = (values, featureValues, hasColor, axisLabel);
        ranking = [.. Enumerable.Range(0, names.Count).OrderByDescending(feature => Column(values, feature).Sum(Math.Abs))
            .Take(maxFeatures)];
        labels = [.. ranking.Select(feature => new FeatureLabel(names[feature]))];
    }

    private protected override double ContentHeight => FeatureRows.Height(ranking.Length, RowHeight) + (HasScale ? ScaleRoom : 0);

    private bool HasScale => hasColor.Contains(true);

    private protected override void Draw(SvgWriter svg, Box area)
    {
        Interval interval = Interval.Of(ranking.SelectMany(feature => Column(values, feature)).Append(0)).Padded(0.05);
        Box swarm = area.Inset(bottom: HasScale ? ScaleRoom : 0);
        var rows = new FeatureRows(swarm, labels, RowHeight, interval, axisLabel);
        rows.Draw(svg);
        rows.DrawZero(svg);
        for (int row = 0; row < ranking.Length; row++)
            DrawSwarm(svg, rows, row, ranking[row]);
        if (HasScale)
            DrawScale(svg, new Box(area.Right - 270, area.Bottom - 14, 160, 10));
    }

    private void DrawSwarm(SvgWriter svg, FeatureRows rows, int row, int feature)
    {
        double[] column = [.. Column(values, feature)];
        double[] x = [.. column.Select(rows.Axis.X)];
        double[] offsets = Offsets(x);
        string[] styles = Styles(feature);
        for (int i = 0; i < column.Length; i++)
            svg.Circle(styles[i], x[i], rows.Y(row) + offsets[i], Radius, opacity: 0.85);
    }

    /// <summary>
    /// Returns the distance of each point from the middle of its row: points that would hide each other are stacked up and down, closer
    /// where there are more than fit.
    /// </summary>
    private static double[] Offsets(double[] x)
    {
        int[] bins = [.. x.Select(position => (int)Math.Round(position / (2 * Radius)))];
        int maxCount = bins.GroupBy(bin => bin).Max(stack => stack.Count());
        double spacing = Math.Min(2 * Radius, (RowHeight - 2 * Radius - 4) / Math.Max(1, maxCount - 1));
        var stacked = new Dictionary<int, int>();
        double[] offsets = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int below = stacked.GetValueOrDefault(bins[i]);
            stacked[bins[i]] = below + 1;
            offsets[i] = (below + 1) / 2 * (below % 2 == 0 ? spacing : -spacing);
        }

        return offsets;
    }

    /// <summary>
    /// The colour of each row's point. A colour scale ends at percentiles, so that one outlier does not take all colours but two.
    /// </summary>
    private string[] Styles(int feature)
    {
        if (featureValues is null)
            return [.. Enumerable.Repeat("fill-0", values.Shape[0])];
        if (!hasColor[feature])
            return [.. Enumerable.Repeat("muted", values.Shape[0])];
        double[] column = [.. Column(featureValues, feature)], sorted = [.. column.Order()];
        double low = Percentile(sorted, LowPercentile), high = Percentile(sorted, HighPercentile);
        if (high <= low)
            (low, high) = (sorted[0], sorted[^1]);
        return [.. column.Select(value => high > low ? Math.Clamp((value - low) / (high - low), 0, 1) : 0.5)
            .Select(share => FormattableString.Invariant($"step-{(int)Math.Round(share * (Palette.Steps - 1))}"))];
    }

    /// <summary>The value below which a fraction of the sorted values lies, linearly interpolated.</summary>
    private static double Percentile(double[] sorted, double fraction)
    {
        double place = fraction * (sorted.Length - 1);
        int before = (int)place, after = Math.Min(before + 1, sorted.Length - 1);
        return sorted[before] + (place - before) * (sorted[after] - sorted[before]);
    }

    private static void DrawScale(SvgWriter svg, Box bar)
    {
        double cell = bar.Width / Palette.Steps;
        for (int step = 0; step < Palette.Steps; step++)
            svg.Rectangle(FormattableString.Invariant($"step-{step} crisp"), new Box(bar.Left + step * cell, bar.Top, cell, bar.Height));
        svg.Text("muted end", bar.Left - 10, bar.Bottom, "value of the feature: 5th percentile");
        svg.Text("muted", bar.Right + 10, bar.Bottom, "95th percentile");
    }

    private static IEnumerable<double> Column(Tensor table, int column) =>
        Enumerable.Range(0, table.Shape[0]).Select(row => (double)table[row, column]);

    private static LegendEntry[] LegendOf(IReadOnlyList<bool> hasColor) => hasColor.Contains(true) && hasColor.Contains(false)
        ? [new LegendEntry("group of columns, without a value of its own", 8, (svg, x, y) => svg.Circle("muted", x, y, Radius + 1))]
        : [];

    private static string Describe(IReadOnlyList<string> names, Tensor values, int maxFeatures, string? rows)
    {
        rows ??= values.Shape[0] == 1 ? "1 row" : FormattableString.Invariant($"{values.Shape[0]} rows, a point for each");
        return names.Count <= maxFeatures
            ? rows
            : rows + FormattableString.Invariant($" · the {maxFeatures} of {names.Count} features with the largest mean |attribution|");
    }
}

public abstract partial class Plot
{
    /// <summary>
    /// Plots the attributions of each feature in many rows: a point for each row, placed by its attribution and coloured by the feature's
    /// own value, the features by their mean |attribution|. The colours run from the 5th to the 95th percentile of each feature.
    /// </summary>
    /// <param name="names">The names of the features.</param>
    /// <param name="values">The attributions, (rows, features).</param>
    /// <param name="featureValues">
    /// The values of the features in these rows, in the same shape; if null, the points have one colour.
    /// </param>
    /// <param name="axisLabel">The label of the attributions, with their unit.</param>
    /// <param name="title">The line above the picture.</param>
    /// <param name="maxFeatures">The maximum number of features shown; 12 by default.</param>
    /// <exception cref="ArgumentException">There are no rows or features, the shapes do not fit, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum number of features is less than 1.</exception>
    public static Plot Beeswarm(
        IReadOnlyList<string> names, Tensor values, Tensor? featureValues = null, string axisLabel = "attribution",
        string title = "What the output is due to, over many rows", int maxFeatures = FeatureBars.DefaultCount)
    {
        Check.NoNulls(names);
        Check.Count(names.Count, 1, int.MaxValue, "features", nameof(names));
        RequireTable(values, names.Count, nameof(values));
        if (featureValues is not null)
            RequireTable(featureValues, names.Count, nameof(featureValues));
        if (featureValues is not null && !featureValues.Shape.Equals(values.Shape))
            throw new ArgumentException(
                $"'featureValues' must have the shape of the attributions, {values.Shape}; it has {featureValues.Shape}.",
                nameof(featureValues));
        return new Beeswarm(
            [.. names], values.Clone(), featureValues?.Clone(), [.. names.Select(_ => featureValues is not null)],
            Check.Title(axisLabel, nameof(axisLabel)), Check.Title(title), Check.MaxFeatures(maxFeatures));
    }

    /// <summary>
    /// The explanations of many rows. Features that are groups of columns have no value of their own: their points are grey. The subtitle
    /// states the maximum residual of the rows.
    /// </summary>
    /// <param name="attributions">The explanations.</param>
    /// <param name="title">The line above the picture; by default it names the method and the output.</param>
    /// <param name="maxFeatures">The maximum number of features shown; 12 by default.</param>
    /// <param name="outputName">The name of the output explained; by default its class in the model's labels, or its number.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum number of features is less than 1.</exception>
    public static Plot Beeswarm(
        AttributionSet attributions, string? title = null, int maxFeatures = FeatureBars.DefaultCount, string? outputName = null)
    {
        ArgumentNullException.ThrowIfNull(attributions);
        Features features = attributions.Features;
        var values = new Tensor([attributions.Count, features.Count]);
        var featureValues = new Tensor([attributions.Count, features.Count]);
        for (int row = 0; row < attributions.Count; row++)
        {
            for (int feature = 0; feature < features.Count; feature++)
            {
                values[row, feature] = (float)attributions[row].Values[feature];
                if (features.Columns(feature) is [int column])
                    featureValues[row, feature] = attributions[row].Input.AsSpan()[column];
            }
        }

        Check.Finite(values, nameof(attributions), nameof(attributions));
        return new Beeswarm(
            features.Names, values, featureValues,
            [.. Enumerable.Range(0, features.Count).Select(feature => features.Columns(feature).Count == 1)], "attribution",
            Check.Title(title ?? AttributionTexts.Title(attributions, outputName)), Check.MaxFeatures(maxFeatures),
            AttributionTexts.Rows(attributions));
    }

    private static void RequireTable(Tensor table, int features, string name)
    {
        ArgumentNullException.ThrowIfNull(table, name);
        if (table.Rank != 2 || table.Shape[0] == 0 || table.Shape[1] != features)
            throw new ArgumentException(
                $"'{name}' must have the shape (rows, {features}), a column for each name, and a row; it has {table.Shape}.", name);
        Check.Finite(table, name);
    }
}
