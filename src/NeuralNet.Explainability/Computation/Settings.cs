using System.Globalization;
using System.Runtime.CompilerServices;

namespace NeuralNet.Explainability;

/// <summary>Checks of numbers that callers give as settings.</summary>
internal static class Settings
{
    /// <summary>Returns a number that meets a condition.</summary>
    /// <param name="value">The number.</param>
    /// <param name="isValid">Whether the number meets the condition; what compares with NaN is false.</param>
    /// <param name="condition">The condition, as the message tells it: <c>a positive number</c>.</param>
    /// <param name="name">The name of the argument.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number does not meet the condition, or is infinite.</exception>
    public static float Require(
        float value, bool isValid, string condition, [CallerArgumentExpression(nameof(value))] string name = "") =>
        isValid && float.IsFinite(value)
            ? value
            // Written as text here, for the exception's own way depends on the culture.
            : throw new ArgumentOutOfRangeException(name, value.ToString(CultureInfo.InvariantCulture), $"'{name}' must be {condition}.");
}
