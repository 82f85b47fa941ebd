using System.Globalization;
using csFastFloat;

namespace NeuralNet.Data;

/// <summary>Collects numbers of 32 bits.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="decimalSeparator">The character before the fraction.</param>
/// <param name="isExact">Whether large numbers of which float32 loses digits are no values of the column.</param>
internal sealed class Float32Builder(string name, char decimalSeparator = '.', bool isExact = false)
    : ValueColumnBuilder<float>(name, ColumnType.Float32, float.NaN)
{
    /// <summary>
    /// The magnitudes between which float32 keeps seven digits and hundredths. Beyond, digits that are lost may be those of a key or of a
    /// time in seconds.
    /// </summary>
    private const float MinMagnitude = 1.2e-38f, MaxMagnitude = 1 << 17;

    public override string Expected => "a number";

    public override bool TryAppend(ReadOnlySpan<char> text)
    {
        if (!TryParse(text, out float value))
            return false;
        if (!(MathF.Abs(value) is >= MinMagnitude and < MaxMagnitude)
            && (!float.IsFinite(value) || (isExact && !KeepsDigits(text, value))))
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
    /// Returns a builder of float64 with the numbers so far, of which float32 has kept seven digits.
    /// </summary>
    public Float64Builder Widen()
    {
        var wide = new Float64Builder(Name, decimalSeparator, isExact);
        wide.Reserve(Count);
        foreach (float value in TakeValues())
            wide.TryAppend(float.IsNaN(value) ? double.NaN : Shortest(value));
        return wide;

        static double Shortest(float value) => double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private bool KeepsDigits(ReadOnlySpan<char> text, float single) =>
        FastDoubleParser.TryParseDouble(text, out _, out double value, NumberStyles.Float, decimalSeparator)
        && DecimalDigits.AreKept(text, value, single, decimalSeparator);

    private bool TryParse(ReadOnlySpan<char> text, out float value) =>
        FastFloatParser.TryParseFloat(text, out int length, out value, NumberStyles.Float, decimalSeparator) && length == text.Length;
}
