using System.Globalization;
using BenchmarkDotNet.Running;
using NeuralNet.Comparison;

// The roofline: no product or step can be faster than the multiply-adds that the cores can do.
double peak = PeakMeasurement.OneCore<float>();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"Multiply-add peak, float32: {peak:F0} GFLOP/s a core, {peak * Environment.ProcessorCount:F0} GFLOP/s on "
        + $"{Environment.ProcessorCount} cores."));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
