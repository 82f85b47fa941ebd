using System.Globalization;
using csFastFloat;

namespace NeuralNet.Data;

/// <summary>Collects numbers of 32 bits.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="decimalSeparator">The character before the fraction.</param>
/// <param name="isExact">Whether numbers of which float32 loses digits are no values of the column.</param>
internal sealed class Float32Builder(string name, char decimalSeparator = '.', bool isExact = false)
    : ValueColumnBuilder<float>(name, ColumnType.Float32, float.NaN)
{
    /// <summary>The bits of a float64 that float32 lacks, and their value halfway between two numbers of float32.</summary>
    private const ulong LowBits = (1UL << 29) - 1, Halfway = 1UL << 28;

    public override string Expected => "a number";

    public override bool TryAppend(ReadOnlySpan<char> text)
    {
        if (isExact)
            return TryAppendExact(text);
        if (!TryParse(text, out float value) || !float.IsFinite(value))
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

        if (!float.IsFinite((float)value))
            return false;
        Append((float)value);
        return true;
    }

    /// <summary>
    /// Returns a builder of float64 with the numbers so far. Float32 has kept their decimal digits, so they are those of the file.
    /// </summary>
    public Float64Builder Widen()
    {
        var wide = new Float64Builder(Name, decimalSeparator, isExact);
        wide.Reserve(Count);
        foreach (float value in TakeValues())
            wide.TryAppend(float.IsNaN(value) ? double.NaN : double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        return wide;
    }

    private bool TryAppendExact(ReadOnlySpan<char> text)
    {
        if (!FastDoubleParser.TryParseDouble(text, out int length, out double value, NumberStyles.Float, decimalSeparator)
            || length != text.Length)
            return false;
        float single = (float)value;

        // A text may be nearer to the one or the other of two numbers than its float64 tells.
        if ((BitConverter.DoubleToUInt64Bits(value) & LowBits) == Halfway && !TryParse(text, out single))
            return false;
        if (!float.IsFinite(single) || !DecimalDigits.AreKept(text, value, single, decimalSeparator))
            return false;
        Append(single);
        return true;
    }

    private bool TryParse(ReadOnlySpan<char> text, out float value) =>
        FastFloatParser.TryParseFloat(text, out int length, out value, NumberStyles.Float, decimalSeparator) && length == text.Length;
}
