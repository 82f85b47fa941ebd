namespace NeuralNet;

/// <summary>
/// Numbers of a stream: all of them up to 2²⁰, then a random sample of 2²⁰ in which each number of the stream is equally likely (reservoir
/// sampling; Vitter 1985, algorithm R), with a fixed seed.
/// </summary>
internal sealed class NumberSample
{
    private const int MaxCount = 1 << 20;

    private readonly List<double> numbers = [];
    private readonly RandomStream random = new(seed: 0);
    private double[]? sorted;
    private long count;

    public void Add(double number)
    {
        count++;
        sorted = null;
        if (numbers.Count < MaxCount)
            numbers.Add(number);
        else if (Math.BigMul(random.NextUInt64(), (ulong)count, out _) is < MaxCount and ulong index)
            numbers[(int)index] = number;
    }

    /// <summary>Returns the numbers in ascending order.</summary>
    public double[] Sorted()
    {
        if (sorted is null)
        {
            sorted = [.. numbers];
            Array.Sort(sorted);
        }

        return sorted;
    }

    /// <summary>Returns the median: the mean of the two middle numbers if their count is even.</summary>
    public double Median()
    {
        double[] values = Sorted();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    /// <summary>Returns the most frequent number; the smallest of several.</summary>
    public double MostFrequent()
    {
        double[] values = Sorted();
        (double Value, int Count) best = default;
        for (int start = 0, end; start < values.Length; start = end)
        {
            for (end = start + 1; end < values.Length && values[end] == values[start];)
                end++;
            if (end - start > best.Count)
                best = (values[start], end - start);
        }

        return best.Value;
    }
}
