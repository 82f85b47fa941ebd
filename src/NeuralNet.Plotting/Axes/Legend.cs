namespace NeuralNet.Plotting;

/// <summary>One line of a legend: a name and what draws its sign, centred on a point.</summary>
/// <param name="Name">The meaning of the sign.</param>
/// <param name="SignWidth">The width of the sign.</param>
/// <param name="DrawSign">Draws the sign around a point.</param>
internal sealed record LegendEntry(string Name, double SignWidth, Action<SvgWriter, double, double> DrawSign)
{
    public static LegendEntry OfCurve(string name, string style) =>
        new(name, 22, (svg, x, y) => svg.Line(style, x - 11, y, x + 11, y));

    public static LegendEntry OfMarker(string name, int series) =>
        new(name, 12, (svg, x, y) => Marker.Draw(svg, series, x, y, 5));

    public static LegendEntry OfBar(string name, string style) =>
        new(name, 12, (svg, x, y) => svg.Rectangle(style, new Box(x - 6, y - 6, 12, 12)));
}

/// <summary>The signs and names of what a plot shows, side by side, in as many rows as they need.</summary>
internal sealed class Legend(IReadOnlyList<LegendEntry> entries)
{
    private const double SignGap = 8, Gap = 22, RowHeight = 20;

    public double HeightWithin(double width) => entries.Count == 0 ? 0 : (Places(width).Last().Row + 1) * RowHeight + 4;

    public void Draw(SvgWriter svg, double left, double top, double width)
    {
        foreach ((LegendEntry entry, double offset, int row) in Places(width))
        {
            double y = top + row * RowHeight;
            entry.DrawSign(svg, left + offset + entry.SignWidth / 2, y);
            svg.Text("start", left + offset + entry.SignWidth + SignGap, y + 4, Shown(entry, width), entry.Name);
        }
    }

    private IEnumerable<(LegendEntry Entry, double Offset, int Row)> Places(double width)
    {
        double offset = 0;
        int row = 0;
        foreach (LegendEntry entry in entries)
        {
            double needed = entry.SignWidth + SignGap + TextMeasure.Width(Shown(entry, width), 12);
            if (offset > 0 && offset + needed > width)
                (offset, row) = (0, row + 1);
            yield return (entry, offset, row);
            offset += needed + Gap;
        }
    }

    private static string Shown(LegendEntry entry, double width) =>
        TextMeasure.Fit(entry.Name, Math.Min(width - entry.SignWidth - SignGap, 260), 12);
}
