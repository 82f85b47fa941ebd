using System.Diagnostics;
using NeuralNet;

/// <summary>How often training solves XOR: the README's program, and three settings that tutorials publish.</summary>
internal static class SolveRates
{
    private const int Seeds = 20;
    private const int LargestFactor = 16;

    private static readonly XorExperiment Readme = new(
        8, Activation.Tanh, Activation.Sigmoid, rate => new Adam(rate), 0.05f, Loss.BinaryCrossEntropy, BatchSize: 4, Epochs: 200);

    private static readonly XorExperiment Tanh = new(
        2, Activation.Tanh, Activation.Tanh, rate => new Sgd(rate), 0.1f, Loss.MeanSquaredError, BatchSize: 4, Epochs: 1000);

    private static readonly XorExperiment Sigmoid = new(
        3, Activation.Sigmoid, Activation.Sigmoid, rate => new Sgd(rate), 0.1f, Loss.MeanSquaredError, BatchSize: 4, Epochs: 1000);

    private static readonly XorExperiment ReLU = new(
        10, Activation.ReLU, Activation.Sigmoid, rate => new Adam(rate), 0.001f, Loss.BinaryCrossEntropy, BatchSize: 1, Epochs: 100);

    public static void Report()
    {
        var watch = Stopwatch.StartNew();
        Console.WriteLine("How often is XOR solved, all four rounded outputs right?");
        Console.WriteLine($"The README's program, 2-8-1: {Readme.CountSolved(100)} of 100 seeds.");
        Console.WriteLine();
        Console.WriteLine($"Three published settings over {Seeds} seeds; then one figure at a time, doubled until every seed solves XOR:");
        Report("2-2-1 tanh, full-batch gradient descent, mean squared error", Tanh);
        Report("2-3-1 sigmoid, full-batch gradient descent, mean squared error", Sigmoid);
        Report("2-10-1 ReLU and sigmoid, Adam, binary cross-entropy, one row at a time", ReLU);
        Console.WriteLine();
        Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");
    }

    private static void Report(string name, XorExperiment published)
    {
        Console.WriteLine();
        Console.WriteLine(name);
        Console.WriteLine($"  as published, learning rate {published.LearningRate}, {published.Epochs} epochs, {published.HiddenUnits} hidden units: {published.CountSolved(Seeds)} of {Seeds}");
        Search("learning rate", factor => published with { LearningRate = factor * published.LearningRate }, changed => $"{changed.LearningRate}");
        Search("epochs", factor => published with { Epochs = factor * published.Epochs }, changed => $"{changed.Epochs}");
        Search("hidden units", factor => published with { HiddenUnits = factor * published.HiddenUnits }, changed => $"{changed.HiddenUnits}");
    }

    /// <summary>Doubles one setting until every seed solves XOR.</summary>
    private static void Search(string setting, Func<int, XorExperiment> change, Func<XorExperiment, string> value)
    {
        int most = 0;
        for (int factor = 2; factor <= LargestFactor; factor *= 2)
        {
            XorExperiment changed = change(factor);
            int solved = changed.CountSolved(Seeds);
            if (solved == Seeds)
            {
                Console.WriteLine($"  {setting} {value(changed)} (x{factor}): {solved} of {Seeds}");
                return;
            }

            most = Math.Max(most, solved);
        }

        Console.WriteLine($"  {setting} up to {value(change(LargestFactor))} (x{LargestFactor}): at best {most} of {Seeds}");
    }
}
