namespace NeuralNet.Plotting;

/// <summary>
/// Two axes with round ticks and a light grid. The y axis has its label above, where it reads without turning the head, the x axis
/// below.
/// </summary>
internal sealed class Axes
{
    private const double LabelRoom = 24, PixelsPerYTick = 40;
    private readonly XAxis xAxis;
    private readonly Ticks yTicks;
    private readonly string yLabel;

    /// <summary>Axes that fill an area.</summary>
    /// <param name="area">The area of axes, labels and plot.</param>
    /// <param name="x">The values of the x axis.</param>
    /// <param name="yTicks">The values of the y axis and its ticks, with at most <see cref="YSpaces"/> spaces.</param>
    /// <param name="xLabel">The label of the x axis, with its unit.</param>
    /// <param name="yLabel">The label of the y axis, with its unit.</param>
    /// <param name="xIsWhole">Whether x counts things.</param>
    public Axes(Box area, Interval x, Ticks yTicks, string xLabel, string yLabel, bool xIsWhole = false)
        : this(area, yTicks, yLabel, plot => new XAxis(plot, x, xLabel, xIsWhole))
    {
    }

    private Axes(Box area, Ticks yTicks, string yLabel, Func<Box, XAxis> xAxis)
    {
        (this.yTicks, this.yLabel) = (yTicks, yLabel);
        double left = TextMeasure.Widest(yTicks.Labels, 11) + 10;
        Plot = area.Inset(left, LabelRoom, right: 10, XAxis.Room);
        this.xAxis = xAxis(Plot);
    }

    /// <summary>The rectangle that the values are drawn in.</summary>
    public Box Plot { get; }

    /// <summary>Axes of which the x axis has a place for each category.</summary>
    public static Axes OfCategories(Box area, IReadOnlyList<string> categories, Ticks yTicks, string xLabel, string yLabel) =>
        new(area, yTicks, yLabel, plot => new XAxis(plot, Ticks.OfCategories(categories, plot.Width), xLabel));

    /// <summary>Returns the number of spaces between ticks for which a y axis in an area of this height has room.</summary>
    public static int YSpaces(double areaHeight) => Math.Max(2, (int)((areaHeight - LabelRoom - XAxis.Room) / PixelsPerYTick));

    public double X(double value) => xAxis.X(value);

    public double Y(double value) => Plot.Bottom - Plot.Height * ((value - yTicks.Interval.From) / yTicks.Interval.Length);

    /// <summary>Draws the ticks, the labels and, unless the plot will be painted all over, the grid: before the data.</summary>
    public void Draw(SvgWriter svg, bool hasGrid = true)
    {
        for (int i = 0; i < yTicks.Values.Count; i++)
        {
            double tick = Y(yTicks.Values[i]);
            if (hasGrid)
                svg.Line("grid", Plot.Left, tick, Plot.Right, tick);
            svg.Text("muted small end", Plot.Left - 7, tick + 4, yTicks.Labels[i]);
        }

        xAxis.Draw(svg, hasGrid: false);
        if (hasGrid && yTicks.Interval is { From: < 0, To: > 0 })
            svg.Line("axis", Plot.Left, Y(0), Plot.Right, Y(0));
        if (hasGrid)
            xAxis.DrawZero(svg);
        svg.Text("heading", Plot.Left, Plot.Top - 9, TextMeasure.Fit(yLabel, Plot.Width, 13), yLabel);
    }

    /// <summary>
    /// Draws a curve through points. A value that cannot be placed leaves a gap; a point between two gaps is a dot.
    /// </summary>
    public void DrawCurve(
        SvgWriter svg, string style, string dotStyle, IReadOnlyList<(double X, double Y)> points, double opacity = 1)
    {
        var path = new PathData();
        for (int i = 0; i < points.Count; i++)
        {
            if (!IsPlaced(i))
                continue;
            (double x, double y) = (X(points[i].X), Y(points[i].Y));
            if (IsPlaced(i - 1))
                path.LineTo(x, y);
            else if (IsPlaced(i + 1))
                path.MoveTo(x, y);
            else
                svg.Circle(dotStyle, x, y, 3, opacity);
        }

        if (!path.IsEmpty)
            svg.Path(style, path.ToString(), opacity);

        bool IsPlaced(int i) => i >= 0 && i < points.Count && Interval.Holds(points[i].Y);
    }
}
