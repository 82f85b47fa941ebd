using System.Globalization;
using BenchmarkDotNet.Running;
using NeuralNet.Benchmarks;
using NeuralNet.Comparison;

if (args is ["cache-memory", var folder])
{
    CacheMemory.Run(folder);
    return;
}

if (args is [ExplanationCosts.Argument])
{
    ExplanationCosts.Write();
    return;
}

if (args is [TransferCosts.Argument])
{
    TransferCosts.Write();
    return;
}

// The hardware bound: no product or step can be faster than the peak rate of multiply-adds.
double peak = PeakMeasurement.OneCore<float>();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"Multiply-add peak, float32: {peak:F0} GFLOP/s a core, {peak * Environment.ProcessorCount:F0} GFLOP/s on "
        + $"{Environment.ProcessorCount} cores."));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
