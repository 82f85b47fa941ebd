using System.Globalization;

namespace NeuralNet.Benchmarks;

/// <summary>
/// Measures the cost of explanations as the ratio of their processor time to that of <see cref="ExplanationBenchmarks.Predictions"/>, for
/// the table of the README of NeuralNet.Explainability.
/// </summary>
internal static class ExplanationCosts
{
    /// <summary>The argument of the program that runs this measurement.</summary>
    public const string Argument = "explanation-costs";

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
        var pairs = ProcessorTimePairs.Measure(benchmark.Predictions, benchmark.Explanation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{method} of {network}: {pairs.Ratio:F2} "
                + $"({pairs.Baseline.TotalMicroseconds:F0} to {pairs.Measured.TotalMicroseconds:F0} µs)"));
    }
}
