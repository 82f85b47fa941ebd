using System.Globalization;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>Checks of settings: each returns the value, or says which argument is wrong, what it may be and what it was.</summary>
internal static class Require
{
    public static int Positive(int value, [CallerArgumentExpression(nameof(value))] string name = "") => value > 0
        ? value
        : throw Wrong(name, value, $"'{name}' must be at least 1.");

    public static int? PositiveIfGiven(int? value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is int given ? Positive(given, name) : null;

    public static int NonNegative(int value, [CallerArgumentExpression(nameof(value))] string name = "") => value >= 0
        ? value
        : throw Wrong(name, value, $"'{name}' must not be negative.");

    public static float Positive(float value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && float.IsFinite(value)
            ? value
            : throw Wrong(name, value, $"'{name}' must be a positive number.");

    public static float NonNegative(float value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && float.IsFinite(value)
            ? value
            : throw Wrong(name, value, $"'{name}' must be a number of at least 0.");

    public static float Finite(float value, [CallerArgumentExpression(nameof(value))] string name = "") => float.IsFinite(value)
        ? value
        : throw Wrong(name, value, $"'{name}' must be a finite number.");

    /// <summary>A value from [0, 1].</summary>
    public static float Fraction(float value, [CallerArgumentExpression(nameof(value))] string name = "") => value is >= 0 and <= 1
        ? value
        : throw Wrong(name, value, $"'{name}' must be between 0 and 1.");

    /// <summary>A value from [0, 1), such as a decay rate.</summary>
    public static float FractionBelowOne(float value, [CallerArgumentExpression(nameof(value))] string name = "") => value is >= 0 and < 1
        ? value
        : throw Wrong(name, value, $"'{name}' must be at least 0 and less than 1.");

    /// <summary>The exception's own way of writing the value depends on the culture; a text does not.</summary>
    public static ArgumentOutOfRangeException Wrong(string name, IFormattable value, string message) =>
        new(name, value.ToString(null, CultureInfo.InvariantCulture), message);
}
