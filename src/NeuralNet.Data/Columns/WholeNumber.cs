using System.Globalization;

namespace NeuralNet.Data;

/// <summary>Tells whole numbers, such as keys, that lose digits as floating-point numbers.</summary>
internal static class WholeNumber
{
    /// <summary>Returns whether a text is a whole number and another one than the value that was parsed.</summary>
    public static bool IsRounded(ReadOnlySpan<char> text, double value) =>
        Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 whole) && whole != (Int128)value;
}
