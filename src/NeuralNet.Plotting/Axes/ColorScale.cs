namespace NeuralNet.Plotting;

/// <summary>
/// Values as colours that fade into the surface: the middle of the scale shows nothing, its ends the full colour. One scale so
/// serves both themes.
/// </summary>
/// <param name="Middle">The value that is not seen.</param>
/// <param name="Reach">The distance from the middle at which a value has the full colour.</param>
internal sealed record ColorScale(double Middle, double Reach)
{
    /// <summary>The scale around 0 up to the maximum magnitude of the values; where all are 0, up to 1.</summary>
    public static ColorScale Around0(IEnumerable<double> values)
    {
        double max = values.Select(Math.Abs).DefaultIfEmpty(0).Max();
        return new ColorScale(0, max > 0 ? max : 1);
    }

    public string Style(double value) => value < Middle ? "lower" : "raise";

    public double Opacity(double value) => Math.Min(1, Math.Abs(value - Middle) / Reach);

    /// <summary>Draws the scale as a horizontal bar with its label before it and ticks below it; its ends have the opacity given.</summary>
    public void DrawBar(SvgWriter svg, Box bar, string label, double strongest = 1)
    {
        const int Cells = 40;
        double cell = bar.Width / Cells;
        for (int i = 0; i < Cells; i++)
        {
            double value = Middle + Reach * (2 * (i + 0.5) / Cells - 1);
            svg.Rectangle(Style(value) + " crisp", new Box(bar.Left + i * cell, bar.Top, cell, bar.Height), strongest * Opacity(value));
        }

        svg.Rectangle("axis", bar);
        svg.Text("muted end", bar.Left - 10, bar.Middle + 4, label);
        var interval = Interval.Between(Middle - Reach, Middle + Reach);
        Ticks ticks = Ticks.Across(interval, bar.Width, maxSpaces: 5);
        for (int i = 0; i < ticks.Values.Count; i++)
        {
            double x = bar.Left + bar.Width * (ticks.Values[i] - interval.From) / interval.Length;
            svg.Line("axis", x, bar.Bottom, x, bar.Bottom + 4);
            svg.Text("muted small middle", x, bar.Bottom + 16, ticks.Labels[i]);
        }
    }
}
