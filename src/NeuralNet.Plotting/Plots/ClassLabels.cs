namespace NeuralNet.Plotting;

/// <summary>The class of each row, from any of the forms in which Keras takes and gives classes.</summary>
internal static class ClassLabels
{
    /// <summary>
    /// Returns the class of each row: of several values the index of the maximum; of a single value the value itself if all are integers,
    /// otherwise 1 above ½ and else 0.
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
            : [.. Enumerable.Range(0, classes.Shape[0]).Select(row => IndexOfMax(classes.Row(row)))];
    }

    public static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int maximum = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[maximum])
                maximum = i;
        }

        return maximum;
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
