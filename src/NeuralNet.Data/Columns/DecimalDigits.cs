using System.Globalization;
using System.Numerics;

namespace NeuralNet.Data;

/// <summary>Tells decimal texts that lose digits as floating-point numbers.</summary>
internal static class DecimalDigits
{
    /// <summary>The length of a text up to which float32 keeps its digits: six, or a whole number of seven.</summary>
    private const int AlwaysKept = 7;

    /// <summary>The number above which float32 has all its digits.</summary>
    private const double MinNormalSingle = 1.2e-38;

    /// <summary>The number below which float64 represents all whole numbers.</summary>
    private const double MaxExact = 1L << 53;

    /// <summary>Half of a decimal place; a number between two texts may have been rounded to either.</summary>
    private const double Half = 0.5 * (1 + 1e-6);

    /// <summary>Half of the last decimal place, by the number of decimal places.</summary>
    private static readonly double[] HalfPlaces = [.. Enumerable.Range(0, 23).Select(places => Half / Math.Pow(10, places))];

    /// <summary>
    /// Returns whether float32 keeps the digits of a text: rounded to as many decimal places as the text has, it is the text again.
    /// </summary>
    /// <param name="text">The text of a finite number.</param>
    /// <param name="value">The number of the text in float64.</param>
    /// <param name="single">The number of the text in float32.</param>
    /// <param name="decimalSeparator">The character before the fraction.</param>
    public static bool AreKept(ReadOnlySpan<char> text, double value, float single, char decimalSeparator)
    {
        if (text.Length <= AlwaysKept && (value == 0 || Math.Abs(value) >= MinNormalSingle))
            return true;
        if (Math.Abs(value) >= MaxExact && IsRoundedWhole(text, value, decimalSeparator))
            return false;
        if (single == value)
            return true;
        int start = text.Length;
        while (start > 0 && char.IsAsciiDigit(text[start - 1]))
            start--;
        int places = text.Length - start;
        bool isPlain = start > 0 && text[start - 1] == decimalSeparator && places < HalfPlaces.Length;
        return isPlain && Math.Abs(single - value) < HalfPlaces[places] || AreKeptInGeneral(text, value, single, decimalSeparator);
    }

    /// <summary>
    /// Returns whether a text is a whole number, such as a key, and float64 rounds it: 9007199254740993 or 9007199254740993.0.
    /// </summary>
    public static bool IsRoundedWhole(ReadOnlySpan<char> text, double value, char decimalSeparator)
    {
        int point = text.IndexOf(decimalSeparator);
        if (point >= 0 && text[(point + 1)..].ContainsAnyExcept('0'))
            return false;
        ReadOnlySpan<char> whole = point < 0 ? text : text[..point];
        return BigInteger.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger exact)
            && exact != new BigInteger(value);
    }

    /// <summary>Takes exponents into account, and zeros at the end, which are no digits to keep.</summary>
    private static bool AreKeptInGeneral(ReadOnlySpan<char> text, double value, float single, char decimalSeparator)
    {
        int exponentStart = text.IndexOfAny('e', 'E');
        int exponent = 0;
        if (exponentStart >= 0
            && !int.TryParse(text[(exponentStart + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return false;
        ReadOnlySpan<char> digits = exponentStart < 0 ? text : text[..exponentStart];
        int point = digits.IndexOf(decimalSeparator);
        int places = point < 0 ? 0 : digits.TrimEnd('0').Length - point - 1;
        return Math.Abs(single - value) < Half * Math.Pow(10, exponent - places);
    }
}
