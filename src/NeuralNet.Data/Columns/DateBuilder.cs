using System.Globalization;

namespace NeuralNet.Data;

/// <summary>Collects dates. A date that states its offset is converted to universal time.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="formats">The formats. Those that begin as ISO 8601 are read in the Gregorian calendar, whatever the culture.</param>
/// <param name="culture">The culture of the other formats.</param>
internal sealed class DateBuilder(string name, IReadOnlyList<string> formats, CultureInfo culture)
    : ValueColumnBuilder<DateTime>(name, ColumnType.Date, default)
{
    private const string IsoDate = "yyyy-MM-dd";

    private readonly string[] isoFormats = [.. formats.Where(IsIso)];
    private readonly string[] otherFormats = [.. formats.Where(format => !IsIso(format))];

    public override string Expected => $"a date of the format {string.Join(" or ", formats)}";

    public override bool TryAppend(ReadOnlySpan<char> text)
    {
        if (!TryParse(text, isoFormats, CultureInfo.InvariantCulture, out DateTime value)
            && !TryParse(text, otherFormats, culture, out value))
            return false;
        Append(value);
        return true;
    }

    public override bool TryAppend(DateTime value)
    {
        Append(value);
        return true;
    }

    private static bool IsIso(string format) => format.StartsWith(IsoDate, StringComparison.Ordinal);

    private static bool TryParse(ReadOnlySpan<char> text, string[] formats, CultureInfo culture, out DateTime value)
    {
        value = default;
        return formats.Length > 0 && DateTime.TryParseExact(text, formats, culture, DateTimeStyles.AdjustToUniversal, out value);
    }
}
