namespace NeuralNet.Benchmarks;

/// <summary>
/// Measures the ratio of the processor times of two functions in alternating pairs. The minima of many pairs are little affected by other
/// programs, so that a busy machine gives the same ratio. With DOTNET_PROCESSOR_COUNT=1, one thread computes.
/// </summary>
/// <param name="Baseline">The minimum processor time of the first function.</param>
/// <param name="Measured">The minimum processor time of the second function.</param>
internal readonly record struct ProcessorTimePairs(TimeSpan Baseline, TimeSpan Measured)
{
    private const int MinPairs = 2, MaxPairs = 100, WarmUpCalls = 30;

    /// <summary>The processor time after which a measurement, or a warm-up, ends.</summary>
    private static readonly TimeSpan MeasurementTime = TimeSpan.FromSeconds(4), WarmUpTime = TimeSpan.FromSeconds(1);

    /// <summary>The duration of a sample, which the clock of the processor time resolves well.</summary>
    private static readonly TimeSpan SampleTime = TimeSpan.FromMilliseconds(20);

    /// <summary>The ratio of the second function to the first.</summary>
    public double Ratio => Measured / Baseline;

    public static ProcessorTimePairs Measure(Func<object> baseline, Func<object> measured)
    {
        int baselineCalls = RepeatsOf(baseline), measuredCalls = RepeatsOf(measured);
        TimeSpan first = TimeSpan.MaxValue, second = TimeSpan.MaxValue, end = Environment.CpuUsage.TotalTime + MeasurementTime;
        for (int pair = 0; pair < MinPairs || (pair < MaxPairs && Environment.CpuUsage.TotalTime < end); pair++)
        {
            first = Minimum(first, ProcessorTime(baseline, baselineCalls) / baselineCalls);
            second = Minimum(second, ProcessorTime(measured, measuredCalls) / measuredCalls);
        }

        return new ProcessorTimePairs(first, second);
    }

    /// <summary>Warms a function up, and returns the number of calls in a sample.</summary>
    private static int RepeatsOf(Func<object> call)
    {
        TimeSpan end = Environment.CpuUsage.TotalTime + WarmUpTime;
        for (int i = 0; i < WarmUpCalls && Environment.CpuUsage.TotalTime < end; i++)
            call();
        Thread.Sleep(SampleTime * 10);
        return 1 + (int)(SampleTime / (ProcessorTime(call, 1) + TimeSpan.FromMicroseconds(1)));
    }

    private static TimeSpan ProcessorTime(Func<object> call, int count)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < count; i++)
            call();
        return Environment.CpuUsage.TotalTime - start;
    }

    private static TimeSpan Minimum(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
