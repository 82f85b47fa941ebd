namespace NeuralNet.Plotting;

/// <summary>The class of each row, from any of the forms in which Keras takes and gives classes.</summary>
internal static class ClassLabels
{
    /// <summary>
    /// From rows of several values the place of the greatest; from one value a row the whole number it is or, where there are
    /// fractions, 1 above ½ and else 0.
    /// </summary>
    public static int[] Of(Tensor classes, string name)
    {
        ArgumentNullException.ThrowIfNull(classes, name);
        if (classes.Rank is not (1 or 2) || classes.Length == 0)
            throw new ArgumentException(
                $"'{name}' must have the shape (rows,) or (rows, classes) and at least one value; it has {classes.Shape}.", name);
        Check.Finite(classes, name);
        int width = classes.Rank == 1 ? 1 : classes.Shape[1];
        return width == 1
            ? OfNumbers(classes.ToArray(), name)
            : [.. Enumerable.Range(0, classes.Shape[0]).Select(row => Greatest(classes.Row(row)))];
    }

    public static int Greatest(ReadOnlySpan<float> values)
    {
        int greatest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[greatest])
                greatest = i;
        }

        return greatest;
    }

    private static int[] OfNumbers(float[] numbers, string name)
    {
        if (numbers.All(number => number == MathF.Floor(number) && number is >= 0 and < 1e6f))
            return [.. numbers.Select(number => (int)number)];
        float strange = numbers.FirstOrDefault(number => number is < 0 or > 1);
        return strange == 0
            ? [.. numbers.Select(number => number > 0.5f ? 1 : 0)]
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"'{name}' has the value {strange}, which is neither the number of a class nor a probability from 0 to 1."), name);
    }
}
