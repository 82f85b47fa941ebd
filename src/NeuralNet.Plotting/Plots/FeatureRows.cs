namespace NeuralNet.Plotting;

/// <summary>A plot with a row for each feature: their names in a gutter on the left, an axis of attributions below.</summary>
internal sealed class FeatureRows
{
    /// <summary>Above this many features the least are put together or left out.</summary>
    public const int MostFeatures = 12;

    private const double WidestLabel = 250, LabelGap = 12;
    private readonly IReadOnlyList<string> labels;
    private readonly double rowHeight;
    private readonly Box rows;

    public FeatureRows(Box area, IReadOnlyList<string> labels, double rowHeight, Interval interval, string axisLabel)
    {
        (this.labels, this.rowHeight) = (labels, rowHeight);
        double gutter = Math.Min(WidestLabel, TextMeasure.Widest(labels, 12)) + LabelGap;
        rows = area.Inset(left: gutter, right: 10, bottom: XAxis.Room);
        Axis = new XAxis(rows, interval, axisLabel);
    }

    public XAxis Axis { get; }

    /// <summary>The height that so many rows and the axis take.</summary>
    public static double Height(int count, double rowHeight) => count * rowHeight + XAxis.Room;

    /// <summary>The middle of a row.</summary>
    public double Y(int row) => rows.Top + (row + 0.5) * rowHeight;

    public void Draw(SvgWriter svg)
    {
        Axis.Draw(svg, hasGrid: true);
        for (int i = 0; i < labels.Count; i++)
            svg.Text("end", rows.Left - LabelGap, Y(i) + 4, TextMeasure.Fit(labels[i], WidestLabel, 12), labels[i]);
    }

    /// <summary>The vertical line at 0 runs over bars and points.</summary>
    public void DrawZero(SvgWriter svg) => Axis.DrawZero(svg);

    /// <summary>A bar between two values, with a text beyond its end.</summary>
    public void DrawBar(SvgWriter svg, int row, string style, double from, double to, string text, string tooltip)
    {
        double thickness = Math.Min(20, rowHeight - 8);
        var bar = Box.Between(Axis.X(from), Y(row) - thickness / 2, Axis.X(to), Y(row) + thickness / 2);
        svg.Rectangle(style, bar, tooltip: tooltip);
        bool pointsLeft = to < from;
        svg.Text(pointsLeft ? "small end halo" : "small halo", pointsLeft ? bar.Left - 5 : bar.Right + 5, Y(row) + 4, text);
    }
}
