using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The boundaries that divide numbers into bins of about equal frequencies, as Keras computes them from one batch: a summary of about 100
/// quantiles with weights is interpolated. Keras: layers/preprocessing/discretization.py, with epsilon 0.01.
/// </summary>
internal static class QuantileBoundaries
{
    private const double SummaryFraction = 0.01;

    /// <summary>Returns at most numBins − 1 boundaries in ascending order; fewer if the numbers are fewer than the bins.</summary>
    /// <param name="sorted">The numbers in ascending order.</param>
    /// <param name="numBins">The number of bins.</param>
    public static T[] Of<T>(ReadOnlySpan<T> sorted, int numBins)
        where T : INumber<T>
    {
        (T[] values, float[] weights) = Summarize(sorted);
        if (values.Length * SummaryFraction >= 1)
            (values, weights) = Compress(values, weights, (int)Math.Round(1 / SummaryFraction), SummaryFraction);
        double binFraction = 1.0 / numBins;
        if (values.Length * binFraction >= 1)
            (values, _) = Compress(values, weights, numBins, binFraction);
        T[] boundaries = values[..^1];

        // Interpolation in floating point could exceed the next boundary by the last bit.
        for (int i = 1; i < boundaries.Length; i++)
            boundaries[i] = T.Max(boundaries[i], boundaries[i - 1]);
        return boundaries;
    }

    /// <summary>Takes numbers at equal distances in their order, each with the weight of the numbers that it stands for.</summary>
    private static (T[] Values, float[] Weights) Summarize<T>(ReadOnlySpan<T> sorted)
    {
        double step = Math.Max(sorted.Length / (1 / SummaryFraction), 1);
        int start = (int)(step - 1), stride = (int)step;
        var values = new T[(sorted.Length - start + stride - 1) / stride];
        for (int i = 0; i < values.Length; i++)
            values[i] = sorted[start + i * stride];
        var weights = new float[values.Length];
        Array.Fill(weights, (float)step);
        return (values, weights);
    }

    /// <summary>Interpolates a summary at equal fractions of its weight.</summary>
    private static (T[] Values, float[] Weights) Compress<T>(T[] values, float[] weights, int count, double fraction)
        where T : INumber<T>
    {
        float[] cumulative = CumulativeSum(weights);
        float[] fractions = Array.ConvertAll(cumulative, weight => weight / cumulative[^1]);
        var newValues = new T[count];
        var newWeights = new float[count];
        double previous = 0;
        for (int i = 0; i < count; i++)
        {
            double at = fraction + i * fraction;
            newValues[i] = T.CreateTruncating(Interpolate(at, fractions, values));
            double weight = Interpolate(at, fractions, cumulative);
            newWeights[i] = (float)(weight - previous);
            previous = weight;
        }

        return (newValues, newWeights);
    }

    private static float[] CumulativeSum(float[] weights)
    {
        var sums = new float[weights.Length];
        float sum = 0;
        for (int i = 0; i < weights.Length; i++)
            sums[i] = sum += weights[i];
        return sums;
    }

    /// <summary>Interpolates linearly between points; the first or last value outside of them (NumPy: <c>interp</c>).</summary>
    private static double Interpolate<T>(double x, float[] points, T[] values)
        where T : INumber<T>
    {
        if (x < points[0])
            return double.CreateTruncating(values[0]);
        if (x >= points[^1])
            return double.CreateTruncating(values[^1]);
        int next = Discretization.BinOf<float>(x, points);
        double low = double.CreateTruncating(values[next - 1]), high = double.CreateTruncating(values[next]);
        double start = points[next - 1], slope = (high - low) / (points[next] - start);
        return slope * (x - start) + low;
    }
}
