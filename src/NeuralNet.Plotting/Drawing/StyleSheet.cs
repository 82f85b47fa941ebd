using System.Globalization;
using System.Text;

namespace NeuralNet.Plotting;

/// <summary>
/// The style element: elements name what they are, this says how that looks. Plain classes rather than custom properties, which
/// not every program that shows SVG knows; each rule begins with the root's class, so that pictures inside one page keep apart.
/// </summary>
internal static class StyleSheet
{
    private const string Shapes = """
        {root} text{font-family:"Segoe UI","Helvetica Neue",Arial,sans-serif;font-size:12px}
        {root} .title{font-size:17px;font-weight:600}
        {root} .heading{font-size:13px;font-weight:600}
        {root} .small{font-size:11px}
        {root} .mono{font-family:Consolas,Menlo,"DejaVu Sans Mono",monospace;font-size:14px}
        {root} .start{text-anchor:start}
        {root} .middle{text-anchor:middle}
        {root} .end{text-anchor:end}
        {root} .curve{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        {root} .dashed{stroke-dasharray:6 4;stroke-linecap:butt}
        {root} .thick{stroke-width:2}
        {root} .thin{stroke-width:1}
        {root} .bold{stroke-width:3.5}
        {root} .black{fill:#000}
        {root} .white{fill:#fff}
        {root} .ghost-black{fill:#000}
        {root} .ghost-white{fill:#fff}
        {root} .crisp{shape-rendering:crispEdges}
        {root} .pixelated{image-rendering:pixelated}

        """;

    public static string RootClass(Theme theme) => theme switch
    {
        Theme.Automatic => "neuralnet-automatic",
        Theme.Light => "neuralnet-light",
        Theme.Dark => "neuralnet-dark",
        _ => throw new ArgumentOutOfRangeException(nameof(theme), theme, "There are the themes Automatic, Light and Dark."),
    };

    public static string Of(Theme theme)
    {
        string root = "." + RootClass(theme);
        string colors = theme == Theme.Automatic
            ? $"{Colors(root, Palette.Light)}@media (prefers-color-scheme:dark){{\n{Colors(root, Palette.Dark)}}}\n"
            : Colors(root, theme == Theme.Light ? Palette.Light : Palette.Dark);
        return "\n" + Shapes.ReplaceLineEndings("\n").Replace("{root}", root, StringComparison.Ordinal) + colors;
    }

    private static string Colors(string root, Palette palette)
    {
        var rules = new StringBuilder();
        Rule("text", $"fill:#{palette.Text}");
        Rule(".muted", $"fill:#{palette.Muted}");
        Rule(".surface", $"fill:#{palette.Surface}");
        Rule(".halo", $"stroke:#{palette.Surface};stroke-width:3;paint-order:stroke;stroke-linejoin:round");
        Rule(".outlined", $"stroke:#{palette.Surface};stroke-width:1");
        Rule(".ringed", $"stroke:#{palette.Text};stroke-width:2");
        Rule(".grid", $"stroke:#{palette.Grid};stroke-width:1");
        Rule(".axis", $"stroke:#{palette.Axis};stroke-width:1;fill:none");
        Rule(".mark", $"stroke:#{palette.Text};stroke-width:3");
        Rule(".ink", $"stroke:#{palette.Text};stroke-width:1.5;fill:none");
        Rule(".neuron", $"stroke:#{palette.Text};stroke-width:1.25;fill:none");
        Rule(".arrow", $"fill:#{palette.Axis}");
        Rule(".link", $"stroke:#{palette.Axis};fill:none");
        Rule(".whisker", $"stroke:#{palette.Text};stroke-width:1.25;fill:none");
        Rule(".faint", $"fill:#{palette.Grid}");
        Rule(".lower", $"fill:#{palette.Lower}");
        Rule(".raise", $"fill:#{palette.Raise}");
        Rule(".lower-line", $"stroke:#{palette.Lower}");
        Rule(".raise-line", $"stroke:#{palette.Raise}");
        for (int i = 0; i < palette.Series.Count; i++)
        {
            Rule($".fill-{i}", $"fill:#{palette.Series[i]}");
            Rule($".line-{i}", $"stroke:#{palette.Series[i]}");
        }

        for (int step = 0; step < Palette.Steps; step++)
            Rule($".step-{step}", $"fill:#{palette.Scale[step]}");
        return rules.ToString();

        void Rule(string selector, string declarations) =>
            rules.Append(CultureInfo.InvariantCulture, $"{root} {selector}{{{declarations}}}\n");
    }
}
