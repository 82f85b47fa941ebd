namespace NeuralNet.Plotting;

/// <summary>A horizontal axis below a plot: ticks, their labels, and what they measure.</summary>
internal sealed class XAxis
{
    /// <summary>The height of what stands below the plot.</summary>
    public const double Room = 40;

    private const double PixelsPerTick = 68;
    private readonly Box plot;
    private readonly Ticks ticks;
    private readonly string label;

    public XAxis(Box plot, Interval interval, string label, bool isWhole = false)
        : this(plot, Ticks.Across(interval, plot.Width, (int)(plot.Width / PixelsPerTick), isWhole), label)
    {
    }

    public XAxis(Box plot, Ticks ticks, string label) => (this.plot, this.ticks, this.label) = (plot, ticks, label);

    public double X(double value) => plot.Left + plot.Width * ((value - ticks.Interval.From) / ticks.Interval.Length);

    public void Draw(SvgWriter svg, bool hasGrid)
    {
        for (int i = 0; i < ticks.Values.Count; i++)
        {
            double x = X(ticks.Values[i]);
            if (hasGrid)
                svg.Line("grid", x, plot.Top, x, plot.Bottom);
            svg.Line("axis", x, plot.Bottom, x, plot.Bottom + 4);
            svg.Text("muted small middle", x, plot.Bottom + 17, ticks.Labels[i]);
        }

        svg.Line("axis", plot.Left, plot.Bottom, plot.Right, plot.Bottom);
        svg.Text("muted middle", plot.Center, plot.Bottom + 35, TextMeasure.Fit(label, plot.Width, 12), label);
    }

    /// <summary>Draws the line where the value is 0, if the axis has it inside.</summary>
    public void DrawZero(SvgWriter svg)
    {
        if (!ticks.AreCategories && ticks.Interval is { From: < 0, To: > 0 })
            svg.Line("axis", X(0), plot.Top, X(0), plot.Bottom);
    }
}
