using System.Diagnostics;
using NeuralNet;

/// <summary>Measures the success rates of training on XOR: for the program of the README, and for three published settings.</summary>
internal static class SolveRates
{
    private const int Seeds = 20;
    private const int MaxFactor = 16;

    private static readonly XorExperiment Readme = new(
        8, Activation.Tanh, Activation.Sigmoid, rate => new Adam(rate), 0.05f, Loss.BinaryCrossEntropy, BatchSize: 4, Epochs: 200);

    private static readonly XorExperiment Tanh = new(
        2, Activation.Tanh, Activation.Tanh, rate => new SGD(rate), 0.1f, Loss.MeanSquaredError, BatchSize: 4, Epochs: 1000);

    private static readonly XorExperiment Sigmoid = new(
        3, Activation.Sigmoid, Activation.Sigmoid, rate => new SGD(rate), 0.1f, Loss.MeanSquaredError, BatchSize: 4, Epochs: 1000);

    private static readonly XorExperiment ReLU = new(
        10, Activation.ReLU, Activation.Sigmoid, rate => new Adam(rate), 0.001f, Loss.BinaryCrossEntropy, BatchSize: 1, Epochs: 100);

    public static void Report()
    {
        var watch = Stopwatch.StartNew();
        Console.WriteLine("How often is XOR solved, all four rounded outputs right?");
        Console.WriteLine($"The README's program, 2-8-1: {Readme.CountSolved(100)} of 100 seeds.");
        Console.WriteLine();
        Console.WriteLine($"Three published settings over {Seeds} seeds; then one figure at a time, doubled until every seed solves XOR:");
        Report("2-2-1, tanh in both layers, full-batch gradient descent, mean squared error", Tanh);
        Report("2-3-1, sigmoid in both layers, full-batch gradient descent, mean squared error", Sigmoid);
        Report("2-10-1, ReLU and sigmoid, Adam, binary cross-entropy, one row at a time", ReLU);
        Console.WriteLine();
        Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");
    }

    private static void Report(string name, XorExperiment published)
    {
        (float rate, int epochs, int units) = (published.LearningRate, published.Epochs, published.HiddenUnits);
        Console.WriteLine();
        Console.WriteLine(name);
        Write($"published: learning rate {rate}, {epochs} epochs, {units} hidden units", published.CountSolved(Seeds));
        Search(factor => published with { LearningRate = factor * rate }, factor => $"learning rate {factor * rate}");
        Search(factor => published with { Epochs = factor * epochs }, factor => $"{factor * epochs} epochs");
        Search(factor => published with { HiddenUnits = factor * units }, factor => $"{factor * units} hidden units");
    }

    /// <summary>Doubles one setting until every seed solves XOR, up to a maximum factor.</summary>
    private static void Search(Func<int, XorExperiment> change, Func<int, string> describe)
    {
        int maxSolved = 0;
        for (int factor = 2; factor <= MaxFactor; factor *= 2)
        {
            int solved = change(factor).CountSolved(Seeds);
            maxSolved = Math.Max(maxSolved, solved);
            if (solved == Seeds)
            {
                Write($"x{factor}: {describe(factor)}", solved);
                return;
            }
        }

        Write($"up to x{MaxFactor}: {describe(MaxFactor)}, at best", maxSolved);
    }

    private static void Write(string setting, int solved) => Console.WriteLine($"  {setting,-66}{solved,3} of {Seeds}");
}
