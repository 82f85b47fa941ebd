using System.Globalization;
using csFastFloat;

namespace NeuralNet.Data;

/// <summary>Collects numbers of 32 bits.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="decimalSeparator">The character before the fraction.</param>
/// <param name="isExact">Whether whole numbers that float32 would round are no values of the column.</param>
internal sealed class Float32Builder(string name, char decimalSeparator = '.', bool isExact = false)
    : ValueColumnBuilder<float>(name, ColumnType.Float32, float.NaN)
{
    /// <summary>The number below which float32 represents all whole numbers.</summary>
    private const float MaxExact = 1 << 24;

    public override string Expected => "a number";

    public override bool TryAppend(ReadOnlySpan<char> text)
    {
        if (!FastFloatParser.TryParseFloat(text, out int length, out float value, NumberStyles.Float, decimalSeparator)
            || length != text.Length)
            return false;
        // One comparison sorts out NaN, infinity and what may be rounded.
        if (!(MathF.Abs(value) < MaxExact) && (!float.IsFinite(value) || isExact && WholeNumber.IsRounded(text, value)))
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
}
