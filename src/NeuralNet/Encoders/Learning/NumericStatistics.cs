namespace NeuralNet;

/// <summary>
/// The mean and the variance of numbers, added one by one (Welford 1962), and a sample of the numbers if it is needed. The results are
/// float32, as in Keras, unless float32 rounds a number by too much of the standard deviation.
/// </summary>
/// <param name="keepsSample">Whether the median, the most frequent number or boundaries are needed.</param>
internal sealed class NumericStatistics(bool keepsSample)
{
    /// <summary>The maximum error of float32 in a number or in the mean, as a fraction of the standard deviation.</summary>
    private const double MaxErrorFraction = 1e-5;

    private readonly NumberSample? sample = keepsSample ? new NumberSample() : null;
    private long count;
    private double mean, squares, maxError;

    /// <summary>Gets a value indicating whether float32 would round the numbers too much.</summary>
    public bool IsFloat64 =>
        squares > 0 && Math.Max(maxError, Math.Abs(mean - (float)mean)) > MaxErrorFraction * Math.Sqrt(squares / count);

    /// <summary>The mean.</summary>
    public double Mean => Rounded(mean);

    /// <summary>The biased variance.</summary>
    /// <exception cref="ArgumentException">The variance is beyond float32.</exception>
    public double Variance => float.IsFinite((float)(squares / count))
        ? Rounded(squares / count)
        : throw new ArgumentException("The variance of the training rows is beyond float32. Scale the numbers down first.");

    public void Add(double number)
    {
        count++;
        double difference = number - mean;
        mean += difference / count;
        squares += difference * (number - mean);
        maxError = Math.Max(maxError, Math.Abs(number - (float)number));
        sample?.Add(number);
    }

    /// <summary>Returns the number that replaces missing ones; null if they are an error.</summary>
    public double? FillValue(MissingValues missing) => missing switch
    {
        MissingValues.Mean or MissingValues.Indicator => Mean,
        MissingValues.Median => Rounded(sample!.Median()),
        MissingValues.MostFrequent => sample!.MostFrequent(),
        _ => null,
    };

    /// <summary>Returns the boundaries that divide the numbers into bins of about equal frequencies.</summary>
    public double[] Boundaries(int numBins)
    {
        double[] sorted = sample!.Sorted();
        if (IsFloat64)
            return QuantileBoundaries.Of<double>(sorted, numBins);
        float[] singles = QuantileBoundaries.Of<float>(Array.ConvertAll(sorted, number => (float)number), numBins);
        return Array.ConvertAll(singles, single => (double)single);
    }

    /// <summary>Gets a value indicating whether the number for missing ones needs a sample.</summary>
    public static bool NeedsSample(MissingValues missing) => missing is MissingValues.Median or MissingValues.MostFrequent;

    private double Rounded(double value) => IsFloat64 ? value : (float)value;
}
