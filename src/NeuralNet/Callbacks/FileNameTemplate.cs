using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralNet;

/// <summary>
/// A file name with figures in braces, such as <c>{epoch:02d}-{val_loss:.2f}</c>, as Python's <c>str.format</c> takes it: behind the
/// colon the width (with 0: filled with zeros), the number of digits and the kind: d, f, e or g. Braces of the name's own are doubled.
/// </summary>
internal sealed partial class FileNameTemplate
{
    private static readonly string[] Counts = ["epoch", "batch"];

    private readonly string template;

    /// <exception cref="ArgumentException">It cannot be understood.</exception>
    public FileNameTemplate(string template)
    {
        this.template = template;
        Field().Replace(template, match => Check(match, match.Groups["name"].Value, match.Groups["kind"].Value));
    }

    /// <summary>Puts figures in the place of their names.</summary>
    /// <exception cref="KeyNotFoundException">There is no figure of a name; the message lists those there are.</exception>
    public string Format(IReadOnlyList<KeyValuePair<string, double>> figures) => Field().Replace(template, match => match.Value switch
    {
        "{{" => "{",
        "}}" => "}",
        _ => Format(match, ValueOf(match.Groups["name"].Value, figures)),
    });

    private string Check(Match match, string name, string kind)
    {
        if (match.Value is "{" or "}")
            throw new ArgumentException($"The file name '{template}' has a '{match.Value}' at {match.Index.ToString(CultureInfo.InvariantCulture)} that is neither doubled nor part of a figure such as {{epoch:02d}} or {{val_loss:.2f}}.", nameof(template));
        if (kind == "d" && (!Counts.Contains(name) || match.Groups["digits"].Success))
            throw new ArgumentException($"The file name '{template}' has '{match.Value}', but d is for whole numbers ({string.Join(", ", Counts)}), without a number of digits; write {{{name}:.4f}}.", nameof(template));
        return "";
    }

    private double ValueOf(string name, IReadOnlyList<KeyValuePair<string, double>> figures)
    {
        foreach ((string known, double value) in figures)
        {
            if (known == name)
                return value;
        }

        throw new KeyNotFoundException($"The file name '{template}' asks for '{name}', which was not reported. There are: {string.Join(", ", figures.Select(figure => figure.Key))}.");
    }

    private static string Format(Match match, double value)
    {
        int? digits = Number(match, "digits");
        string text = match.Groups["kind"].Value switch
        {
            _ when !double.IsFinite(value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf",
            "d" => value.ToString("F0", CultureInfo.InvariantCulture),
            "f" => value.ToString($"F{digits ?? 6}", CultureInfo.InvariantCulture),
            "e" => Join(Scientific(value, digits ?? 6)),
            "g" => General(value, Math.Max(1, digits ?? 6)),
            _ when digits is int precision => General(value, Math.Max(1, precision)),
            _ => value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
        };
        int missing = Math.Max(0, (Number(match, "width") ?? 0) - text.Length), sign = text.StartsWith('-') ? 1 : 0;
        return match.Groups["zero"].Success ? text.Insert(sign, new string('0', missing)) : new string(' ', missing) + text;
    }

    private static int? Number(Match match, string group) =>
        match.Groups[group] is { Length: > 0 } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : null;

    /// <summary>The number before the exponent, and the exponent.</summary>
    private static (string Mantissa, int Exponent) Scientific(double value, int digits)
    {
        string text = value.ToString($"E{digits}", CultureInfo.InvariantCulture);
        int place = text.IndexOf('E', StringComparison.Ordinal);
        return (text[..place], int.Parse(text.AsSpan(place + 1), CultureInfo.InvariantCulture));
    }

    private static string Join((string Mantissa, int Exponent) number) =>
        string.Create(CultureInfo.InvariantCulture, $"{number.Mantissa}e{number.Exponent:+00;-00}");

    /// <summary>As many significant digits, with an exponent where it is below −4 or not below their number, without zeros at the end.</summary>
    private static string General(double value, int digits)
    {
        (string mantissa, int exponent) = Scientific(value, digits - 1);
        return exponent < -4 || exponent >= digits
            ? Join((WithoutZeros(mantissa), exponent))
            : WithoutZeros(value.ToString($"F{digits - 1 - exponent}", CultureInfo.InvariantCulture));
    }

    private static string WithoutZeros(string number) =>
        number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number;

    [GeneratedRegex(@"\{\{|\}\}|\{(?<name>[^{}:]+)(?::(?<zero>0)?(?<width>\d{1,2})?(?:\.(?<digits>\d{1,2}))?(?<kind>[dfeg])?)?\}|[{}]", RegexOptions.ExplicitCapture)]
    private static partial Regex Field();
}
