using System.Globalization;
using System.Text;
using System.Xml;

namespace NeuralNet.Plotting;

/// <summary>
/// Writes an SVG document of a few kinds of elements. Text is escaped, and characters that XML cannot hold are replaced; numbers are
/// rounded to hundredths of a pixel and written the same in every culture. A style is a list of the class names
/// of <see cref="StyleSheet"/>.
/// </summary>
internal sealed class SvgWriter : IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private readonly XmlWriter xml;

    public SvgWriter(StringBuilder target, double width, double height, Theme theme, string title)
    {
        xml = XmlWriter.Create(
            target, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" });
        xml.WriteStartElement("svg", Namespace);
        Attribute("class", StyleSheet.RootClass(theme));
        Attribute("viewBox", $"0 0 {Number(width)} {Number(height)}");
        Attribute("width", width);
        Attribute("height", height);
        Attribute("role", "img");
        xml.WriteElementString("title", Namespace, Sanitize(title));
        xml.WriteElementString("style", Namespace, StyleSheet.Of(theme));
        Rectangle("surface", new Box(0, 0, width, height));
    }

    public static string Number(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    public void Rectangle(string style, Box box, double opacity = 1, string? tooltip = null, double cornerRadius = 0)
    {
        Start("rect", style, opacity);
        Attribute("x", box.Left);
        Attribute("y", box.Top);
        Attribute("width", box.Width);
        Attribute("height", box.Height);
        if (cornerRadius > 0)
            Attribute("rx", cornerRadius);
        End(tooltip);
    }

    public void Line(string style, double x1, double y1, double x2, double y2, double width = 0, double opacity = 1, string? tooltip = null)
    {
        Start("line", style, opacity);
        Attribute("x1", x1);
        Attribute("y1", y1);
        Attribute("x2", x2);
        Attribute("y2", y2);
        if (width > 0)
            Attribute("stroke-width", width);
        End(tooltip);
    }

    public void Circle(string style, double x, double y, double radius, double opacity = 1, string? tooltip = null)
    {
        Start("circle", style, opacity);
        Attribute("cx", x);
        Attribute("cy", y);
        Attribute("r", radius);
        End(tooltip);
    }

    public void Path(string style, string data, double opacity = 1, string? tooltip = null, string? transform = null)
    {
        Start("path", style, opacity);
        if (transform is not null)
            Attribute("transform", transform);
        Attribute("d", data);
        End(tooltip);
    }

    /// <summary>Writes an image whose pixels are embedded, and stay squares where they are enlarged.</summary>
    public void Image(Box box, ImagePixels pixels)
    {
        Start("image", "pixelated", opacity: 1);
        Attribute("x", box.Left);
        Attribute("y", box.Top);
        Attribute("width", box.Width);
        Attribute("height", box.Height);
        Attribute("preserveAspectRatio", "none");
        Attribute("href", PngImage.ToDataUri(pixels.Width, pixels.Height, pixels.ToRgb()));
        End(tooltip: null);
    }

    /// <summary>A line of text; y is its baseline.</summary>
    public void Text(string style, double x, double y, string text, string? tooltip = null) =>
        Text(style, x, y, text, tooltip, transform: null);

    /// <summary>A line of text that goes up; x is its baseline, and y where it begins.</summary>
    public void UprightText(string style, double x, double y, string text, string? tooltip = null) =>
        Text(style, x, y, text, tooltip, $"rotate(-90 {Number(x)} {Number(y)})");

    public void Dispose()
    {
        xml.WriteEndElement();
        xml.Dispose();
    }

    private void Text(string style, double x, double y, string text, string? tooltip, string? transform)
    {
        Start("text", style, opacity: 1);
        Attribute("x", x);
        Attribute("y", y);
        if (transform is not null)
            Attribute("transform", transform);
        xml.WriteString(Sanitize(text));
        End(tooltip == text ? null : tooltip);
    }

    private void Start(string element, string style, double opacity)
    {
        xml.WriteStartElement(element, Namespace);
        Attribute("class", style);
        if (opacity < 1)
            Attribute("opacity", opacity);
    }

    private void End(string? tooltip)
    {
        if (tooltip is not null)
            xml.WriteElementString("title", Namespace, Sanitize(tooltip));
        xml.WriteEndElement();
    }

    private void Attribute(string name, double value) => Attribute(name, Number(value));

    private void Attribute(string name, string value) => xml.WriteAttributeString(name, value);

    /// <summary>The text on one line, without what XML 1.0 has no way to write: control characters and halves of surrogate pairs.</summary>
    private static string Sanitize(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
                clean.Append(' ');
            else
                clean.Append(rune.Value is 0xFFFE or 0xFFFF ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}
