namespace NeuralNet.Plotting;

/// <summary>A plot with a row for each feature: their names in a gutter on the left, an axis of attributions below.</summary>
internal sealed class FeatureRows
{
    private const double MaxLabelWidth = 250, LabelGap = 12, TextGap = 5, MaxThickness = 20;
    private readonly IReadOnlyList<FeatureLabel> labels;
    private readonly double rowHeight;
    private readonly Box rows;

    /// <summary>Rows whose axis covers an interval, with room in pixels for texts at both ends of it.</summary>
    public FeatureRows(
        Box area, IReadOnlyList<FeatureLabel> labels, double rowHeight, Interval interval, string axisLabel,
        (double Left, double Right) textRoom = default)
    {
        (this.labels, this.rowHeight) = (labels, rowHeight);
        double gutter = Math.Min(MaxLabelWidth, labels.Max(label => label.Width)) + LabelGap;
        rows = area.Inset(left: gutter, right: 10, bottom: XAxis.Room);
        Axis = new XAxis(rows, interval.WithRoom(textRoom.Left, textRoom.Right, rows.Width), axisLabel);
    }

    public XAxis Axis { get; }

    /// <summary>The height that so many rows and the axis take.</summary>
    public static double Height(int count, double rowHeight) => count * rowHeight + XAxis.Room;

    /// <summary>The room beyond a bar that a text of this width takes.</summary>
    public static double RoomFor(string text) => TextMeasure.Width(text, 11) + 2 * TextGap;

    /// <summary>The middle of a row.</summary>
    public double Y(int row) => rows.Top + (row + 0.5) * rowHeight;

    public void Draw(SvgWriter svg)
    {
        Axis.Draw(svg, hasGrid: true);
        for (int i = 0; i < labels.Count; i++)
            svg.Text("end", rows.Left - LabelGap, Y(i) + 4, labels[i].Fit(MaxLabelWidth), labels[i].ToString());
    }

    /// <summary>The vertical line at 0 runs over bars and points.</summary>
    public void DrawZero(SvgWriter svg) => Axis.DrawZero(svg);

    /// <summary>A bar between two values, with a text beyond its end.</summary>
    public void DrawBar(SvgWriter svg, int row, string style, double from, double to, string text, string tooltip, double opacity = 1)
    {
        double thickness = Math.Min(MaxThickness, rowHeight - 8);
        var bar = Box.Between(Axis.X(from), Y(row) - thickness / 2, Axis.X(to), Y(row) + thickness / 2);
        svg.Rectangle(style, bar, opacity, tooltip);
        DrawText(svg, row, from, to, text);
    }

    /// <summary>A bar that ends in a whisker of the standard error, with a text beyond both.</summary>
    public void DrawBarWithError(
        SvgWriter svg, int row, string style, double value, double error, string text, string tooltip)
    {
        DrawBar(svg, row, style, 0, value, text: "", tooltip);
        double low = Axis.X(value - error), high = Axis.X(value + error);
        svg.Line("whisker", low, Y(row), high, Y(row));
        svg.Line("whisker", low, Y(row) - 4, low, Y(row) + 4);
        svg.Line("whisker", high, Y(row) - 4, high, Y(row) + 4);
        DrawText(svg, row, 0, value < 0 ? Math.Min(0, value - error) : Math.Max(0, value + error), text);
    }

    /// <summary>Draws a separate row, below a line, with a text instead of a bar.</summary>
    public void DrawNote(SvgWriter svg, int row, string text)
    {
        double top = Y(row) - rowHeight / 2;
        svg.Line("axis", rows.Left, top, rows.Right, top);
        svg.Text("muted small halo", rows.Left + 8, Y(row) + 4, TextMeasure.Fit(text, rows.Width - 16, 11), text);
    }

    private void DrawText(SvgWriter svg, int row, double from, double to, string text)
    {
        if (text.Length == 0)
            return;
        bool pointsLeft = to < from;
        svg.Text(
            pointsLeft ? "small end halo" : "small halo", Axis.X(to) + (pointsLeft ? -TextGap : TextGap), Y(row) + 4, text);
    }
}
