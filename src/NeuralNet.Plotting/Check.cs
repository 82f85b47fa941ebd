using System.Runtime.CompilerServices;

namespace NeuralNet.Plotting;

/// <summary>Checks of the data of plots, whose messages name the argument, the actual value and the values that are accepted.</summary>
internal static class Check
{
    public static string Title(string title, string name = "title")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title, name);
        return title;
    }

    public static void NoNulls<T>(IReadOnlyList<T> items, [CallerArgumentExpression(nameof(items))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(items, name);
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is null)
                throw new ArgumentException(FormattableString.Invariant($"'{name}' has null in place {i}."), name);
        }
    }

    public static void Count(int count, int minimum, int maximum, string what, string name)
    {
        if (count < minimum || count > maximum)
        {
            string range = maximum == int.MaxValue
                ? FormattableString.Invariant($"at least {minimum}")
                : FormattableString.Invariant($"{minimum} to {maximum}");
            throw new ArgumentException(FormattableString.Invariant($"The plot takes {range} {what}; {count} were given."), name);
        }
    }

    public static int MaxFeatures(int maxFeatures) => maxFeatures > 0
        ? maxFeatures
        : throw new ArgumentOutOfRangeException(
            nameof(maxFeatures), maxFeatures, $"'{nameof(maxFeatures)}' must be at least 1; 12 is the default.");

    /// <summary>Validates that a list has a required number of items, none of which is null.</summary>
    public static void OneFor<T>(int count, string each, IReadOnlyList<T> items, [CallerArgumentExpression(nameof(items))] string name = "")
    {
        NoNulls(items, name);
        if (items.Count != count)
            throw new ArgumentException(
                FormattableString.Invariant($"'{name}' must have one item for each {each}, {count}; it has {items.Count}."), name);
    }

    public static void Finite(IReadOnlyList<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (!Interval.Holds(values[i]))
                throw new ArgumentException(
                    FormattableString.Invariant($"'{name}' has {values[i]} in place {i}; only finite numbers can be drawn."), name);
        }
    }

    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Finite(value, $"'{name}'", name);

    /// <summary>A number that comes of an argument, such as a sum.</summary>
    public static double Finite(double value, string what, string argument) => Interval.Holds(value)
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"{what} is {value}; only a finite number can be drawn."), argument);

    public static void Finite(Tensor values, [CallerArgumentExpression(nameof(values))] string name = "") => Finite(values, name, name);

    /// <summary>The values of something that stands in an argument, such as the weights of a model.</summary>
    public static void Finite(Tensor values, string what, string argument)
    {
        int place = 0;
        foreach (float value in values.AsSpan())
        {
            if (!float.IsFinite(value))
            {
                int width = values.Shape.Rank > 1 && values.Shape[0] > 0 ? values.Length / values.Shape[0] : 1;
                throw new ArgumentException(FormattableString.Invariant(
                    $"'{what}' has {value} in row {place / width}, place {place % width}; only finite numbers can be drawn."), argument);
            }

            place++;
        }
    }
}
