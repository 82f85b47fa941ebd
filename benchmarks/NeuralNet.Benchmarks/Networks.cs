using System.Globalization;

namespace NeuralNet.Benchmarks;

/// <summary>The networks of the benchmarks, by their layers, and random data for them.</summary>
internal static class Networks
{
    public static Sequential Make(string layers, Optimizer optimizer)
    {
        int[] sizes = [.. layers.Split('-').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        bool isClassifier = sizes[^1] > 1;
        var model = new Sequential(sizes[0], seed: 1);
        foreach (int units in sizes[1..^1])
            model.Dense(units, Activation.ReLU);
        model.Dense(sizes[^1], isClassifier ? Activation.Softmax : Activation.Sigmoid);
        model.Compile(optimizer, isClassifier ? Loss.SparseCategoricalCrossEntropy : Loss.BinaryCrossEntropy);
        return model;
    }

    public static (Tensor X, Tensor Y) MakeData(Sequential model, int rows)
    {
        int classes = Math.Max(2, model.OutputShapes[0].Size);
        var random = new RandomStream(1);
        var x = new Tensor([rows, model.InputShapes[0].Size]);
        foreach (ref float value in x.AsSpan())
            value = random.NextSingle();
        var y = new Tensor([rows, 1]);
        foreach (ref float value in y.AsSpan())
            value = random.NextInt32(classes);
        return (x, y);
    }
}
