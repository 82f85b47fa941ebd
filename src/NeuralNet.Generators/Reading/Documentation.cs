using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace NeuralNet.Generators;

/// <summary>
/// The documentation comment of a declaration, as it stands in the source, so that references keep their short names and documentation
/// need not be switched on.
/// </summary>
internal sealed class Documentation
{
    private readonly XElement root;

    private Documentation(XElement root) => this.root = root;

    /// <summary>Gets a value indicating whether names are referred to, which the code that repeats the text must know.</summary>
    public bool HasReferences => root.Descendants().Any(element => element.Attribute("cref") is not null);

    public string Summary => Text(root.Element("summary"));

    /// <summary>The <c>exception</c> elements, one below the other.</summary>
    public string Exceptions => string.Join("\n", root.Elements("exception").Select(Trimmed));

    public static Documentation Of(SyntaxNode declaration)
    {
        IEnumerable<string> lines = declaration.GetLeadingTrivia().ToFullString().Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("///", StringComparison.Ordinal))
            .Select(line => line.Substring(3).Trim());
        try
        {
            return new(XElement.Parse($"<doc>{string.Join("\n", lines)}</doc>", LoadOptions.PreserveWhitespace));
        }
        catch (System.Xml.XmlException)
        {
            return new(new XElement("doc"));
        }
    }

    /// <summary>Returns the text of a parameter. References to parameters become plain code, as a property has no parameters.</summary>
    public string Parameter(string name)
    {
        XElement? element = root.Elements("param").FirstOrDefault(param => param.Attribute("name")?.Value == name);
        return Text(element);
    }

    private static string Text(XElement? element)
    {
        if (element is null)
            return "";
        var copy = new XElement(element);
        foreach (XElement reference in copy.Descendants("paramref").ToArray())
            reference.ReplaceWith(new XElement("c", reference.Attribute("name")?.Value));
        return string.Concat(copy.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting))).Trim();
    }

    private static string Trimmed(XElement element) => element.ToString(SaveOptions.DisableFormatting);
}
