using System.Globalization;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// Checks of settings: each returns the value, or throws an exception that names the argument, the allowed values and the actual one.
/// </summary>
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

    public static long NonNegative(long value, [CallerArgumentExpression(nameof(value))] string name = "") => value >= 0
        ? value
        : throw Wrong(name, value, $"'{name}' must not be negative.");

    public static int AtLeast(int min, int value, [CallerArgumentExpression(nameof(value))] string name = "") => value >= min
        ? value
        : throw Wrong(name, value, FormattableString.Invariant($"'{name}' must be at least {min}."));

    /// <summary>Validates a size along height and width of which both numbers are at least a minimum.</summary>
    public static Size2D AtLeast(int min, Size2D value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Math.Min(value.Height, value.Width) >= min
            ? value
            : throw Wrong(name, value, FormattableString.Invariant($"'{name}' must be at least {min} along both axes."));

    public static Margins1D NonNegative(Margins1D value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Math.Min(value.Start, value.End) >= 0
            ? value
            : throw Wrong(name, value, $"'{name}' must not be negative.");

    public static Margins2D NonNegative(Margins2D value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        NonNegative(value.Vertical, name);
        NonNegative(value.Horizontal, name);
        return value;
    }

    public static int Between(int min, int max, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= min && value <= max
            ? value
            : throw Wrong(name, value, FormattableString.Invariant($"'{name}' must be from {min} to {max}."));

    public static float Positive(float value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && float.IsFinite(value)
            ? value
            : throw Wrong(name, value, $"'{name}' must be a positive number.");

    public static float NonNegative(float value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && float.IsFinite(value)
            ? value
            : throw Wrong(name, value, $"'{name}' must be a number of at least 0.");

    public static double NonNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw Wrong(name, value, $"'{name}' must be a number of at least 0.");

    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") => double.IsFinite(value)
        ? value
        : throw Wrong(name, value, $"'{name}' must be a finite number.");

    public static float Finite(float value, [CallerArgumentExpression(nameof(value))] string name = "") => float.IsFinite(value)
        ? value
        : throw Wrong(name, value, $"'{name}' must be a finite number.");

    public static float AtLeast(float min, float value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= min && float.IsFinite(value)
            ? value
            : throw Wrong(name, value, FormattableString.Invariant($"'{name}' must be a number of at least {min}."));

    /// <summary>Validates a number that may be infinite but not NaN, which compares with nothing.</summary>
    public static double Number(double value, [CallerArgumentExpression(nameof(value))] string name = "") => !double.IsNaN(value)
        ? value
        : throw Wrong(name, value, $"'{name}' must be a number.");

    /// <summary>Validates a value from [0, 1].</summary>
    public static float Fraction(float value, [CallerArgumentExpression(nameof(value))] string name = "") => value is >= 0 and <= 1
        ? value
        : throw Wrong(name, value, $"'{name}' must be between 0 and 1.");

    /// <summary>Validates a value from (0, 1].</summary>
    public static float PositiveFraction(float value, [CallerArgumentExpression(nameof(value))] string name = "") => value is > 0 and <= 1
        ? value
        : throw Wrong(name, value, $"'{name}' must be greater than 0 and at most 1.");

    /// <summary>Validates a value from [0, 1), such as a decay rate.</summary>
    public static float FractionBelowOne(float value, [CallerArgumentExpression(nameof(value))] string name = "") => value is >= 0 and < 1
        ? value
        : throw Wrong(name, value, $"'{name}' must be at least 0 and less than 1.");

    /// <summary>Returns a text that is neither null nor empty.</summary>
    /// <exception cref="ArgumentException">The text is null or empty.</exception>
    public static string NotEmpty(string? value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        return value;
    }

    public static TEnum Defined<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TEnum : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw Wrong(name, value, $"'{name}' must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    /// <summary>Validates a list that has no null among its elements.</summary>
    /// <exception cref="ArgumentNullException">The list is null, or an element; the message says which.</exception>
    public static IReadOnlyList<T> NoNulls<T>(
        IReadOnlyList<T>? values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        if (values is null)
            throw new ArgumentNullException(name, $"{name} is null.");
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is null)
                throw new ArgumentNullException(name, FormattableString.Invariant($"{name}[{i}] is null."));
        }

        return values;
    }

    /// <summary>Validates the shape of a row that goes into a model: every size at least 1.</summary>
    public static Shape RowShape(Shape? shape, [CallerArgumentExpression(nameof(shape))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(shape, name);
        return shape.All(size => size > 0 || size == Shape.Open)
            ? shape
            : throw new ArgumentOutOfRangeException(name, $"'{name}' is the shape of a row, whose sizes are at least 1; it was {shape}.");
    }

    /// <summary>Creates an exception. The exception itself would format the value by the culture; a text stays as it is.</summary>
    public static ArgumentOutOfRangeException Wrong(string name, IFormattable value, string message) =>
        new(name, value.ToString(null, CultureInfo.InvariantCulture), message);

    private static ArgumentOutOfRangeException Wrong<T>(string name, T value, string message)
        where T : struct, ISettingValue<T> => new(name, value.ToString(), message);
}
