using System.Globalization;

namespace NeuralNet.Benchmarks;

/// <summary>
/// Measures the savings of transfer learning as ratios of processor times: training with frozen layers to training of all layers, and
/// training of a head on features that were computed once to training with the frozen trunk. Figures: docs/transfer-learning.md.
/// </summary>
internal static class TransferCosts
{
    /// <summary>The argument of the program that runs this measurement.</summary>
    public const string Argument = "transfer-costs";

    private const string Layers = "784-512-512-10";
    private const int BatchSize = 128, Steps = 10;

    public static void Write()
    {
        Sequential trainable = Network();
        (Tensor x, Tensor y) = Networks.MakeData(trainable, BatchSize * Steps);
        Sequential frozen = Network("dense", "dense_1");
        Write("all layers trainable to all layers trainable", Epoch(trainable, x, y), Epoch(Network(), x, y));
        Write("dense frozen to all layers trainable", Epoch(trainable, x, y), Epoch(Network("dense"), x, y));
        Write("dense and dense_1 frozen to all layers trainable", Epoch(trainable, x, y), Epoch(frozen, x, y));
        Write("dense_1 frozen, dense trainable, to all layers trainable", Epoch(trainable, x, y), Epoch(Network("dense_1"), x, y));

        Model trunk = frozen.TakeUntil("dense_1");
        var head = new Sequential(512, seed: 1).Dense(10, Activation.Softmax);
        Compile(head);
        Write("a head on features to the frozen trunk with its head", Epoch(frozen, x, y), Epoch(head, trunk.Predict(x), y));
        Write("features once to an epoch of the frozen trunk with its head", Epoch(frozen, x, y), () => trunk.Predict(x));
    }

    private static Sequential Network(params string[] frozen)
    {
        Sequential model = Networks.Make(Layers, new Adam());
        foreach (string layer in frozen)
            model.Freeze(layer);
        return model;
    }

    private static void Compile(Model model) => model.Compile(new Adam(), Loss.SparseCategoricalCrossEntropy);

    private static Func<object> Epoch(Model model, Tensor x, Tensor y) =>
        () => model.Fit(x, y, BatchSize, verbose: Verbosity.Silent, checkFinite: false);

    private static void Write(string what, Func<object> baseline, Func<object> measured)
    {
        var pairs = ProcessorTimePairs.Measure(baseline, measured);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {pairs.Ratio:F2} ({pairs.Baseline.TotalMicroseconds / Steps:F0} to {pairs.Measured.TotalMicroseconds / Steps:F0} µs "
                + $"for a batch of {BatchSize})"));
    }
}
