namespace NeuralNet;

/// <summary>The mean and the variance of numbers, added one by one (Welford 1962), and a sample of the numbers if it is needed.</summary>
/// <param name="keepsSample">Whether the median, the most frequent number or boundaries are needed.</param>
internal sealed class NumericStatistics(bool keepsSample)
{
    private readonly NumberSample? sample = keepsSample ? new NumberSample() : null;
    private long count;
    private double mean, squares;

    /// <summary>The mean.</summary>
    public float Mean => (float)mean;

    /// <summary>The biased variance.</summary>
    /// <exception cref="ArgumentException">The variance is beyond float32.</exception>
    public float Variance => float.IsFinite((float)(squares / count))
        ? (float)(squares / count)
        : throw new ArgumentException("The variance of the training rows is beyond float32. Scale the numbers down first.");

    public void Add(float number)
    {
        count++;
        double difference = number - mean;
        mean += difference / count;
        squares += difference * (number - mean);
        sample?.Add(number);
    }

    /// <summary>Returns the number that replaces missing ones; null if they are an error.</summary>
    public float? FillValue(MissingValues missing) => missing switch
    {
        MissingValues.Mean or MissingValues.Indicator => Mean,
        MissingValues.Median => sample!.Median(),
        MissingValues.MostFrequent => sample!.MostFrequent(),
        _ => null,
    };

    /// <summary>Returns the boundaries that divide the numbers into bins of about equal frequencies.</summary>
    public float[] Boundaries(int numBins) => QuantileBoundaries.Of(sample!.Sorted(), numBins);

    /// <summary>Gets a value indicating whether the number for missing ones needs a sample.</summary>
    public static bool NeedsSample(MissingValues missing) => missing is MissingValues.Median or MissingValues.MostFrequent;
}
