using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>What is due to each feature in many rows: a point for each row, coloured by the feature's own value.</summary>
internal sealed class Beeswarm : Plot
{
    private const double RowHeight = 44, Radius = 3, ScaleRoom = 36;
    private readonly IReadOnlyList<string> names;
    private readonly Tensor values;
    private readonly Tensor? featureValues;
    private readonly int[] ranking;
    private readonly string axisLabel;

    public Beeswarm(IReadOnlyList<string> names, Tensor values, Tensor? featureValues, string axisLabel, string title)
        : base(title, Describe(names, values))
    {
        (this.names, this.values, this.featureValues, this.axisLabel) = (names, values, featureValues, axisLabel);
        ranking = [.. Enumerable.Range(0, names.Count).OrderByDescending(feature => Column(values, feature).Sum(Math.Abs))
            .Take(FeatureRows.MostFeatures)];
    }

    private protected override double ContentHeight =>
        FeatureRows.Height(ranking.Length, RowHeight) + (featureValues is null ? 0 : ScaleRoom);

    private protected override void Draw(SvgWriter svg, Box area)
    {
        Interval interval = Interval.Of(ranking.SelectMany(feature => Column(values, feature)).Append(0)).Padded(0.05);
        Box swarm = area.Inset(bottom: featureValues is null ? 0 : ScaleRoom);
        var rows = new FeatureRows(swarm, [.. ranking.Select(feature => names[feature])], RowHeight, interval, axisLabel);
        rows.Draw(svg);
        rows.DrawZero(svg);
        for (int row = 0; row < ranking.Length; row++)
            DrawSwarm(svg, rows, row, ranking[row]);
        if (featureValues is not null)
            DrawScale(svg, new Box(area.Right - 250, area.Bottom - 14, 160, 10));
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
    /// How far from the middle of its row each point stands: points that would hide each other stack up and down, closer where there
    /// are more than fit.
    /// </summary>
    private static double[] Offsets(double[] x)
    {
        int[] bins = [.. x.Select(position => (int)Math.Round(position / (2 * Radius)))];
        int highest = bins.GroupBy(bin => bin).Max(stack => stack.Count());
        double spacing = Math.Min(2 * Radius, (RowHeight - 2 * Radius - 4) / Math.Max(1, highest - 1));
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

    private string[] Styles(int feature)
    {
        if (featureValues is null)
            return [.. Enumerable.Repeat("fill-0", values.Shape[0])];
        double[] column = [.. Column(featureValues, feature)];
        double least = column.Min(), range = column.Max() - least;
        return [.. column.Select(value => range > 0 ? (int)Math.Round((value - least) / range * (Palette.Steps - 1)) : Palette.Steps / 2)
            .Select(step => FormattableString.Invariant($"step-{step}"))];
    }

    private static void DrawScale(SvgWriter svg, Box bar)
    {
        double cell = bar.Width / Palette.Steps;
        for (int step = 0; step < Palette.Steps; step++)
            svg.Rectangle(FormattableString.Invariant($"step-{step} crisp"), new Box(bar.Left + step * cell, bar.Top, cell, bar.Height));
        svg.Text("muted end", bar.Left - 10, bar.Bottom, "value of the feature: least");
        svg.Text("muted", bar.Right + 10, bar.Bottom, "greatest");
    }

    private static IEnumerable<double> Column(Tensor table, int column) =>
        Enumerable.Range(0, table.Shape[0]).Select(row => (double)table[row, column]);

    private static string Describe(IReadOnlyList<string> names, Tensor values)
    {
        string rows = values.Shape[0] == 1 ? "1 row" : FormattableString.Invariant($"{values.Shape[0]} rows, a point for each");
        return names.Count <= FeatureRows.MostFeatures
            ? rows
            : rows + FormattableString.Invariant(
                $" · the {FeatureRows.MostFeatures} of {names.Count} features with the greatest mean |attribution|");
    }
}

public abstract partial class Plot
{
    /// <summary>
    /// What is due to each feature in many rows: a point for each row, placed by its attribution and coloured by the feature's own
    /// value, the features by their mean |attribution|. At most 12 features are shown.
    /// </summary>
    /// <param name="names">The names of the features.</param>
    /// <param name="values">The attributions, (rows, features).</param>
    /// <param name="featureValues">
    /// The values of the features in these rows, in the same shape; if null, the points have one colour.
    /// </param>
    /// <param name="axisLabel">What the attributions are, with their unit.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">There are no rows or features, the shapes do not fit, or a value is not finite.</exception>
    public static Plot Beeswarm(
        IReadOnlyList<string> names, Tensor values, Tensor? featureValues = null, string axisLabel = "attribution",
        string title = "What the output is due to, over many rows")
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
            [.. names], values.Clone(), featureValues?.Clone(), Check.Title(axisLabel, nameof(axisLabel)), Check.Title(title));
    }

    /// <summary>The explanations of many rows. Features that are groups of columns have no value of their own and no colour.</summary>
    /// <param name="attributions">The explanations.</param>
    /// <param name="title">The line above the picture; by default it names the method and the output.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Plot Beeswarm(AttributionSet attributions, string? title = null)
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

        return Beeswarm(features.Names, values, featureValues, title: title ?? TitleOf(attributions[0]));
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
