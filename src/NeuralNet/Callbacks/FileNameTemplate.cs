using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralNet;

/// <summary>
/// A file name with values in braces, such as <c>{epoch:02d}-{val_loss:.2f}</c>, in the syntax of Python's <c>str.format</c>: after the
/// colon the width (with a leading 0: padded with zeros), the number of digits and the type: d, f, e or g. Literal braces are doubled.
/// </summary>
internal sealed partial class FileNameTemplate
{
    private static readonly string[] Counts = ["epoch", "batch"];

    private readonly string filepath;
    private readonly List<string> names = [];

    /// <exception cref="ArgumentException">The syntax is wrong.</exception>
    public FileNameTemplate(string filepath)
    {
        this.filepath = filepath;
        foreach (Match match in Field().Matches(filepath))
        {
            Check(match, match.Groups["name"].Value, match.Groups["kind"].Value);
            if (match.Groups["name"].Success)
                names.Add(match.Groups["name"].Value);
        }
    }

    /// <summary>Returns whether the template contains a value of this name.</summary>
    public bool Has(string name) => names.Contains(name);

    /// <summary>Validates the names against those of the values that will be reported.</summary>
    /// <exception cref="ArgumentException">A name is unknown; the message lists the known ones.</exception>
    public void RequireKnown(IReadOnlyCollection<string> known)
    {
        if (names.Find(name => !known.Contains(name)) is { } unknown)
            throw Unknown(unknown, known);
    }

    /// <summary>Replaces the names with their values.</summary>
    /// <exception cref="ArgumentException">A name is unknown; the message lists the known ones.</exception>
    public string Format(IReadOnlyList<KeyValuePair<string, double>> values) => Field().Replace(filepath, match => match.Value switch
    {
        "{{" => "{",
        "}}" => "}",
        _ => Format(match, ValueOf(match.Groups["name"].Value, values)),
    });

    private void Check(Match match, string name, string kind)
    {
        if (match.Value is "{" or "}")
            throw new ArgumentException($"The file name '{filepath}' has a '{match.Value}' at "
                + $"{match.Index.ToString(CultureInfo.InvariantCulture)} that is neither doubled nor part of a figure in one of "
                + $"Python's formats, such as {{epoch:02d}} or {{val_loss:.2f}}.", nameof(filepath));
        if (kind == "d" && (!Counts.Contains(name) || match.Groups["digits"].Success))
            throw new ArgumentException($"The file name '{filepath}' has '{match.Value}', but d is for whole numbers "
                + $"({string.Join(", ", Counts)}), without a number of digits; write {{{name}:.4f}}.", nameof(filepath));
    }

    private double ValueOf(string name, IReadOnlyList<KeyValuePair<string, double>> values)
    {
        foreach ((string known, double value) in values)
        {
            if (known == name)
                return value;
        }

        throw Unknown(name, values.Select(value => value.Key));
    }

    private ArgumentException Unknown(string name, IEnumerable<string> known)
    {
        string hint = name.StartsWith("val_", StringComparison.Ordinal)
            ? " Figures of the validation are there at the end of those epochs that have one."
            : "";
        return new($"The file name '{filepath}' asks for '{name}', which is not reported. There are: {string.Join(", ", known)}.{hint}");
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

    /// <summary>Returns the mantissa and the exponent of a number.</summary>
    private static (string Mantissa, int Exponent) Scientific(double value, int digits)
    {
        string text = value.ToString($"E{digits}", CultureInfo.InvariantCulture);
        int place = text.IndexOf('E', StringComparison.Ordinal);
        return (text[..place], int.Parse(text.AsSpan(place + 1), CultureInfo.InvariantCulture));
    }

    private static string Join((string Mantissa, int Exponent) number) =>
        string.Create(CultureInfo.InvariantCulture, $"{number.Mantissa}e{number.Exponent:+00;-00}");

    /// <summary>
    /// Formats a number with significant digits and without trailing zeros; with an exponent if that is below −4 or at least the number of
    /// digits.
    /// </summary>
    private static string General(double value, int digits)
    {
        (string mantissa, int exponent) = Scientific(value, digits - 1);
        return exponent < -4 || exponent >= digits
            ? Join((WithoutZeros(mantissa), exponent))
            : WithoutZeros(value.ToString($"F{digits - 1 - exponent}", CultureInfo.InvariantCulture));
    }

    private static string WithoutZeros(string number) =>
        number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number;

    [GeneratedRegex(
        @"\{\{|\}\}|\{(?<name>[^{}:]+)(?::(?<zero>0)?(?<width>\d{1,2})?(?:\.(?<digits>\d{1,2}))?(?<kind>[dfeg])?)?\}|[{}]",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Field();
}
