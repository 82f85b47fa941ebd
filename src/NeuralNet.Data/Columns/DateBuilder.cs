using System.Globalization;

namespace NeuralNet.Data;

/// <summary>Collects dates. A date that states its offset is converted to universal time.</summary>
internal sealed class DateBuilder(string name, string[] formats, CultureInfo culture)
    : ValueColumnBuilder<DateTime>(name, ColumnType.Date, default)
{
    public override string Expected => $"a date of the format {string.Join(" or ", formats)}";

    public override bool TryAppend(ReadOnlySpan<char> text)
    {
        if (!DateTime.TryParseExact(text, formats, culture, DateTimeStyles.AdjustToUniversal, out DateTime value))
            return false;
        Append(value);
        return true;
    }

    public override bool TryAppend(DateTime value)
    {
        Append(value);
        return true;
    }
}
