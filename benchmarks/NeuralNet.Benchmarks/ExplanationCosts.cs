using System.Globalization;

namespace NeuralNet.Benchmarks;

/// <summary>
/// Measures the cost of explanations as the ratio of their processor time to that of <see cref="ExplanationBenchmarks.Predictions"/>, in
/// alternating pairs. The minima of many pairs are little affected by other programs, so that a busy machine gives the table of the README
/// of NeuralNet.Explainability too. With DOTNET_PROCESSOR_COUNT=1, one thread computes.
/// </summary>
internal static class ExplanationCosts
{
    /// <summary>The argument of the program that runs this measurement.</summary>
    public const string Argument = "explanation-costs";

    private const int MinPairs = 2, MaxPairs = 100, WarmUpCalls = 30;

    /// <summary>The processor time after which a measurement, or a warm-up, ends.</summary>
    private static readonly TimeSpan MeasurementTime = TimeSpan.FromSeconds(4), WarmUpTime = TimeSpan.FromSeconds(1);

    /// <summary>The duration of a sample, which the clock of the processor time resolves well.</summary>
    private static readonly TimeSpan SampleTime = TimeSpan.FromMilliseconds(20);

    private static readonly string[] Networks = ["4-16-3", "64-128-10", "784-128-10"];

    private static readonly string[] Methods =
    [
        "KernelShap", "KernelShap 1 row", "Lime", "Lime continuous", "Occlusion", "IntegratedGradients", "SmoothGrad", "GradientShap",
        "DeepShap",
    ];

    public static void Write()
    {
        foreach (string method in Methods)
        {
            foreach (string network in Networks)
                Write(method, network);
        }
    }

    private static void Write(string method, string network)
    {
        var benchmark = new ExplanationBenchmarks { Network = network, Method = method };
        benchmark.Setup();
        int explanations = RepeatsOf(benchmark.Explanation), predictions = RepeatsOf(benchmark.Predictions);
        TimeSpan explanation = TimeSpan.MaxValue, prediction = TimeSpan.MaxValue, end = Environment.CpuUsage.TotalTime + MeasurementTime;
        for (int pair = 0; pair < MinPairs || (pair < MaxPairs && Environment.CpuUsage.TotalTime < end); pair++)
        {
            prediction = Minimum(prediction, ProcessorTime(benchmark.Predictions, predictions) / predictions);
            explanation = Minimum(explanation, ProcessorTime(benchmark.Explanation, explanations) / explanations);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{method} of {network}: {explanation / prediction:F2} ({prediction.TotalMicroseconds:F0} to {explanation.TotalMicroseconds:F0} µs)"));
    }

    /// <summary>Warms a method up, and returns the number of calls in a sample.</summary>
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
