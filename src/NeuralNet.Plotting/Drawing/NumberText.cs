using System.Globalization;

namespace NeuralNet.Plotting;

/// <summary>Numbers for people: four digits that count, a true minus sign, the same in every culture.</summary>
internal static class NumberText
{
    public static string Format(double value)
    {
        double size = Math.Abs(value);
        if (size == 0)
            return "0";
        if (size is >= 1e6 or < 1e-4)
            return Typeset(value.ToString("0.###e0", CultureInfo.InvariantCulture));
        int decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 7);
        return Typeset(Math.Round(value, decimals).ToString("0.#######", CultureInfo.InvariantCulture));
    }

    public static string Signed(double value) => value > 0 ? "+" + Format(value) : Format(value);

    public static string Percent(double share) => Typeset((share * 100).ToString("0.#", CultureInfo.InvariantCulture)) + " %";

    public static string Typeset(string number) => number.Replace('-', '−');
}
