using System.Globalization;
using System.Xml.Linq;

namespace NeuralNet.Plotting.Tests;

/// <summary>An SVG document as a reader sees it: its shapes and texts, and the numbers that an axis gives to pixels.</summary>
internal sealed class Picture
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public Picture(Plot plot)
        : this(plot.ToSvg(Theme.Light))
    {
    }

    public Picture(string svg) => Root = XDocument.Parse(svg).Root!;

    public XElement Root { get; }

    public IEnumerable<string> Texts => All("text").Select(TextOf);

    public static double Number(XElement element, string attribute) =>
        element.Attribute(attribute) is { } found ? double.Parse(found.Value, CultureInfo.InvariantCulture) : 1;

    public static bool Has(XElement element, string style) => element.Attribute("class")!.Value.Split(' ').Contains(style);

    /// <summary>Returns the text without its tooltip.</summary>
    public static string TextOf(XElement text) => string.Concat(text.Nodes().OfType<XText>().Select(node => node.Value));

    public static string? Tooltip(XElement element) => element.Element(Svg + "title")?.Value;

    /// <summary>Returns the corners of a path of straight lines.</summary>
    public static (double X, double Y)[] Points(XElement path) =>
        [.. path.Attribute("d")!.Value.Split(['M', 'L', 'Z'], StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split(' ')).Select(pair => (Parse(pair[0]), Parse(pair[1])))];

    public IEnumerable<XElement> All(string element, string? style = null) =>
        Root.Descendants(Svg + element).Where(found => style is null || (found.Attribute("class") is not null && Has(found, style)));

    public XElement Text(string text) => All("text").First(element => TextOf(element) == text);

    /// <summary>Returns the measured box of a text: its left and right end, and the top and bottom of its letters.</summary>
    public static (double Left, double Top, double Right, double Bottom) BoxOf(XElement text)
    {
        double size = Has(text, "mono") ? 14 : Has(text, "title") ? 17 : Has(text, "heading") ? 13 : Has(text, "small") ? 11 : 12;
        double width = TextMeasure.Width(TextOf(text), size), x = Number(text, "x"), y = Number(text, "y");
        if (text.Attribute("transform") is not null)
            return Has(text, "middle") ? (x - size, y - width / 2, x, y + width / 2) : (x - size, y - width, x, y);
        double left = x - (Has(text, "end") ? width : Has(text, "middle") ? width / 2 : 0);
        return (left, y - 0.75 * size, left + width, y + 0.2 * size);
    }

    /// <summary>Returns the pairs of texts whose boxes overlap.</summary>
    public IEnumerable<(string, string)> Overlaps()
    {
        XElement[] texts = [.. All("text")];
        return from i in Enumerable.Range(0, texts.Length)
               from j in Enumerable.Range(0, i)
               let a = BoxOf(texts[i])
               let b = BoxOf(texts[j])
               where a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom
               select (TextOf(texts[j]), TextOf(texts[i]));
    }

    /// <summary>
    /// The value at a pixel, read off two labelled ticks of an x axis: numbers of the same height, centred below it. Of several axes
    /// side by side, the one whose labels lie between two pixels.
    /// </summary>
    public Func<double, double> XAxis(double left = 0, double right = double.PositiveInfinity)
    {
        XElement[] labels = [.. Labels("middle").Where(label => Number(label, "x") >= left && Number(label, "x") <= right)];
        double lowest = labels.Max(label => Number(label, "y"));
        return Line([.. labels.Where(label => Number(label, "y") == lowest)], "x", shift: 0);
    }

    /// <summary>The value at a pixel, read off the labelled ticks of the y axis whose labels end between two pixels.</summary>
    public Func<double, double> YAxis(double left = 0, double right = double.PositiveInfinity) =>
        Line([.. Labels("end").Where(label => Number(label, "x") >= left && Number(label, "x") <= right)], "y", shift: -4);

    private static Func<double, double> Line(XElement[] labels, string attribute, double shift)
    {
        (double pixel1, double value1) = (Number(labels[0], attribute) + shift, Value(labels[0]));
        (double pixel2, double value2) = (Number(labels[^1], attribute) + shift, Value(labels[^1]));
        return pixel => value1 + (value2 - value1) * (pixel - pixel1) / (pixel2 - pixel1);
    }

    private IEnumerable<XElement> Labels(string anchor) =>
        All("text", "small").Where(
            label => Has(label, anchor) && Has(label, "muted")
                && double.TryParse(Plain(TextOf(label)), NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private static double Value(XElement label) => Parse(Plain(TextOf(label)));

    private static string Plain(string number) => number.Replace('−', '-');

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
