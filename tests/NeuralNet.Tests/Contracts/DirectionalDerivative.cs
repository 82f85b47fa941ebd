namespace NeuralNet.Tests;

/// <summary>
/// Compares a gradient with central differences of the function itself, value by value, or along random directions where there are
/// many values. The function is float32 inside, so the step is large and its result is summed in double.
/// </summary>
internal static class DirectionalDerivative
{
    private const float Step = 4e-3f;
    private const double Tolerance = 2e-3;
    private const int MaxCoordinates = 64;
    private const int Directions = 8;

    /// <param name="function">The value at the present content of <paramref name="variable"/>.</param>
    /// <param name="variable">The values on which the function depends, which are restored.</param>
    /// <param name="gradient">The gradient to prove.</param>
    /// <param name="what">The name of the gradient in a failure.</param>
    public static void Check(Func<double> function, Span<float> variable, ReadOnlySpan<float> gradient, string what)
    {
        Assert.Equal(variable.Length, gradient.Length);
        bool isWhole = variable.Length <= MaxCoordinates;
        int count = isWhole ? variable.Length : Directions, kinks = 0;
        for (int k = 0; k < count; k++)
        {
            float[] direction = isWhole ? Coordinate(variable.Length, k) : UnitDirection(variable.Length, seed: 100 + k);
            double expected = 0;
            for (int i = 0; i < direction.Length; i++)
                expected += (double)direction[i] * gradient[i];
            double wide = Difference(function, variable, direction, Step), narrow = Difference(function, variable, direction, Step / 2);
            double allowed = Tolerance * Math.Max(1, Math.Abs(expected));
            if (Math.Abs(wide - expected) <= allowed || Math.Abs(narrow - expected) <= allowed)
                continue;
            bool isKink = Math.Abs(wide - narrow) > allowed;
            Assert.True(
                isKink, FormattableString.Invariant($"{what}, direction {k}: the gradient says {expected:G6}, differences say {narrow:G6}"));
            kinks++;
        }

        Assert.True(kinks <= count / 5, $"{what}: {kinks} of {count} directions cross a kink; choose other inputs for the example");
    }

    private static double Difference(Func<double> function, Span<float> variable, float[] direction, float step)
    {
        float[] original = variable.ToArray();
        double sum = 0, distance = 0, length = 0;
        foreach (int sign in (ReadOnlySpan<int>)[1, -1])
        {
            for (int i = 0; i < original.Length; i++)
                variable[i] = original[i] + sign * step * direction[i];
            for (int i = 0; i < original.Length; i++)
                distance += sign * ((double)variable[i] - original[i]) * direction[i];
            sum += sign * function();
        }

        foreach (float value in direction)
            length += (double)value * value;
        original.CopyTo(variable);
        return sum / distance * length;
    }

    private static float[] UnitDirection(int length, int seed)
    {
        float[] direction = TestData.Normal(length, seed).ToArray();
        float norm = MathF.Sqrt(direction.Sum(value => value * value));
        return [.. direction.Select(value => value / norm)];
    }

    private static float[] Coordinate(int length, int index)
    {
        float[] direction = new float[length];
        direction[index] = 1;
        return direction;
    }
}
