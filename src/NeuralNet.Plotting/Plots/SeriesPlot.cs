using System.Globalization;

namespace NeuralNet.Plotting;

/// <summary>Series of points on two axes, joined to lines or each with its marker.</summary>
internal sealed class SeriesPlot : Plot
{
    private readonly (double X, double Y)[][] points;
    private readonly string[] names;
    private readonly string xLabel, yLabel;
    private readonly bool areLines;

    public SeriesPlot(IReadOnlyList<PlotSeries> series, string xLabel, string yLabel, string title, bool areLines)
        : base(title, subtitle: null, LegendOf(series, areLines))
    {
        points = [.. series.Select(one => one.X.Zip(one.Y).ToArray())];
        names = [.. series.Select(one => one.Name)];
        (this.xLabel, this.yLabel, this.areLines) = (xLabel, yLabel, areLines);
    }

    private protected override double ContentHeight => 400;

    private protected override void Draw(SvgWriter svg, Box area)
    {
        Interval x = Interval.Of(points.SelectMany(series => series).Select(point => point.X));
        Interval y = Interval.Of(points.SelectMany(series => series).Select(point => point.Y));
        int spaces = Axes.YSpaces(area.Height);
        Axes axes = areLines
            ? new Axes(area, x, Ticks.Around(y.WithNearbyZero(), spaces), xLabel, yLabel)
            : new Axes(area, x.Padded(0.04), Ticks.Within(y.Padded(0.05), spaces), xLabel, yLabel);
        axes.Draw(svg);
        for (int i = 0; i < points.Length; i++)
        {
            if (areLines)
                axes.DrawCurve(svg, $"curve line-{i}", $"fill-{i}", points[i]);
            else
                DrawMarkers(svg, axes, i);
        }
    }

    private void DrawMarkers(SvgWriter svg, Axes axes, int series)
    {
        double radius = Marker.Radius(points.Sum(one => one.Length));
        foreach ((double x, double y) in points[series])
        {
            string tooltip = $"{names[series]} ({NumberText.Format(x)}, {NumberText.Format(y)})";
            Marker.Draw(svg, series, axes.X(x), axes.Y(y), radius, tooltip: tooltip);
        }
    }

    private static LegendEntry[] LegendOf(IReadOnlyList<PlotSeries> series, bool areLines) => series.Count == 1
        ? []
        : [.. series.Select((one, i) => areLines ? LegendEntry.OfCurve(one.Name, $"curve line-{i}") : LegendEntry.OfMarker(one.Name, i))];
}

public abstract partial class Plot
{
    /// <summary>Lines through points, in the order in which the points are given.</summary>
    /// <param name="series">One to eight series; several have a legend.</param>
    /// <param name="xLabel">The label of the x axis, with its unit.</param>
    /// <param name="yLabel">The label of the y axis, with its unit.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">
    /// There are no series or more than eight, a series has no points or not as many x as y, or a value is not finite.
    /// </exception>
    public static Plot Line(IReadOnlyList<PlotSeries> series, string xLabel = "x", string yLabel = "y", string title = "Lines") =>
        SeriesPlot(series, xLabel, yLabel, title, areLines: true);

    /// <summary>Points, each series with markers of its own shape and colour.</summary>
    /// <param name="series">One to eight series; several have a legend.</param>
    /// <param name="xLabel">The label of the x axis, with its unit.</param>
    /// <param name="yLabel">The label of the y axis, with its unit.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">
    /// There are no series or more than eight, a series has no points or not as many x as y, or a value is not finite.
    /// </exception>
    public static Plot Scatter(IReadOnlyList<PlotSeries> series, string xLabel = "x", string yLabel = "y", string title = "Points") =>
        SeriesPlot(series, xLabel, yLabel, title, areLines: false);

    private static SeriesPlot SeriesPlot(IReadOnlyList<PlotSeries> series, string xLabel, string yLabel, string title, bool areLines)
    {
        Check.NoNulls(series);
        Check.Count(series.Count, 1, Palette.Light.Series.Count, "series", nameof(series));
        foreach (PlotSeries one in series)
            RequirePoints(one);
        return new SeriesPlot(
            series, Check.Title(xLabel, nameof(xLabel)), Check.Title(yLabel, nameof(yLabel)), Check.Title(title), areLines);
    }

    private static void RequirePoints(PlotSeries series)
    {
        const string Argument = "series";
        if (string.IsNullOrWhiteSpace(series.Name))
            throw new ArgumentException("A series has an empty name; give each series the name that the legend shows.", Argument);
        if (series.X is null || series.Y is null || series.X.Count != series.Y.Count || series.X.Count == 0)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"The series '{series.Name}' must have as many x as y and at least one; it has {series.X?.Count ?? 0} and "
                        + $"{series.Y?.Count ?? 0}."),
                Argument);
        for (int i = 0; i < series.X.Count; i++)
        {
            Check.Finite(series.X[i], FormattableString.Invariant($"The x in place {i} of the series '{series.Name}'"), Argument);
            Check.Finite(series.Y[i], FormattableString.Invariant($"The y in place {i} of the series '{series.Name}'"), Argument);
        }
    }
}
