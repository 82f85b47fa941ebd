namespace NeuralNet.Plotting;

/// <summary>Signs for points, one shape a series, so that colour is not the only thing that tells them apart.</summary>
internal static class Marker
{
    private const int Shapes = 4;

    /// <summary>The radius at which so many markers can be told apart.</summary>
    public static double Radius(int count) => count > 1000 ? 2.5 : count > 200 ? 3.5 : 5;

    public static void Draw(SvgWriter svg, int series, double x, double y, double radius, string style = "outlined", string? tooltip = null)
    {
        style = $"fill-{series % Palette.Light.Series.Count} {style}";
        if (series % Shapes == 0)
            svg.Circle(style, x, y, radius, tooltip: tooltip);
        else
            svg.Path(style, Outline(series % Shapes, x, y, radius), tooltip: tooltip);
    }

    /// <summary>A triangle, a square or a diamond of about the area of the circle.</summary>
    private static string Outline(int shape, double x, double y, double radius) => shape switch
    {
        1 => Polygon(x, y + radius * 0.2, radius * 1.35, corners: 3, turn: -Math.PI / 2),
        2 => Polygon(x, y, radius * 1.25, corners: 4, turn: Math.PI / 4),
        _ => Polygon(x, y, radius * 1.3, corners: 4, turn: 0),
    };

    private static string Polygon(double x, double y, double radius, int corners, double turn)
    {
        var path = new PathData();
        for (int corner = 0; corner < corners; corner++)
        {
            double angle = turn + 2 * Math.PI * corner / corners;
            double cornerX = x + radius * Math.Cos(angle), cornerY = y + radius * Math.Sin(angle);
            _ = corner == 0 ? path.MoveTo(cornerX, cornerY) : path.LineTo(cornerX, cornerY);
        }

        return path.Close().ToString();
    }
}
