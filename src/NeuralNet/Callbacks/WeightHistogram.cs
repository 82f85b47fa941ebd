namespace NeuralNet;

/// <summary>
/// The numbers of values in 30 ranges of equal width between the minimum and the maximum, for TensorBoard.
/// </summary>
internal sealed class WeightHistogram
{
    private const int RangeCount = 30;

    private readonly double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum, sumOfSquares;
    private readonly long count;
    private readonly double[] limits, counts;

    /// <summary>Counts the finite values.</summary>
    public WeightHistogram(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                continue;
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
            sum += value;
            sumOfSquares += (double)value * value;
            count++;
        }

        if (count == 0)
            (minimum, maximum) = (0, 0);
        double width = (maximum - minimum) / RangeCount;
        limits = width == 0 ? [maximum] : [.. Enumerable.Range(1, RangeCount).Select(i => i == RangeCount ? maximum : minimum + i * width)];
        counts = new double[limits.Length];
        foreach (float value in values)
        {
            if (float.IsFinite(value))
                counts[width == 0 ? 0 : Math.Min(RangeCount - 1, (int)((value - minimum) / width))]++;
        }
    }

    /// <summary>Creates the message <c>HistogramProto</c>. Each range ends at its limit.</summary>
    public ProtocolBuffer ToMessage() => new ProtocolBuffer()
        .Add(1, minimum)
        .Add(2, maximum)
        .Add(3, (double)count)
        .Add(4, sum)
        .Add(5, sumOfSquares)
        .Add(6, limits)
        .Add(7, counts);
}
