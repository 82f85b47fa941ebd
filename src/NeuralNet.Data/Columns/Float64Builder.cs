using System.Globalization;
using csFastFloat;

namespace NeuralNet.Data;

/// <summary>Collects numbers of 64 bits.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="decimalSeparator">The character before the fraction.</param>
/// <param name="isExact">Whether whole numbers that float64 would round are no values of the column.</param>
internal sealed class Float64Builder(string name, char decimalSeparator = '.', bool isExact = false)
    : ValueColumnBuilder<double>(name, ColumnType.Float64, double.NaN)
{
    /// <summary>The number below which float64 represents all whole numbers.</summary>
    private const double MaxExact = 1L << 53;

    public override string Expected => "a number";

    /// <summary>Returns whether a text is a number beyond the range of float64, or infinity.</summary>
    public static bool IsOutOfRange(ReadOnlySpan<char> text, char decimalSeparator) =>
        FastDoubleParser.TryParseDouble(text, out int length, out double value, NumberStyles.Float, decimalSeparator)
        && length == text.Length && double.IsInfinity(value);

    public override bool TryAppend(ReadOnlySpan<char> text)
    {
        if (!FastDoubleParser.TryParseDouble(text, out int length, out double value, NumberStyles.Float, decimalSeparator)
            || length != text.Length)
            return false;
        // One comparison sorts out NaN, infinity and what may be rounded.
        if (!(Math.Abs(value) < MaxExact)
            && (!double.IsFinite(value) || (isExact && DecimalDigits.IsRoundedWhole(text, value, decimalSeparator))))
            return false;
        Append(value);
        return true;
    }

    public override bool TryAppend(double value)
    {
        if (double.IsNaN(value))
        {
            AppendMissing();
            return true;
        }

        if (!double.IsFinite(value))
            return false;
        Append(value);
        return true;
    }
}
