using System.Globalization;

namespace NeuralNet.Comparison;

/// <summary>A network and its settings for training, written as <c>784-128-10:32:adam:sparse_categorical_crossentropy</c>.</summary>
internal sealed record Network(int[] Sizes, int Batch, string Optimizer, string Loss)
{
    public static IReadOnlyList<Network> Table { get; } =
    [
        new([2, 8, 1], 4, "sgd", "mean_squared_error"),
        new([2, 5, 1], 32, "adam", "binary_crossentropy"),
        new([10, 5, 1], 100, "sgd", "mean_squared_error"),
        new([4, 16, 3], 16, "adam", "sparse_categorical_crossentropy"),
        new([784, 128, 10], 32, "adam", "sparse_categorical_crossentropy"),
        new([784, 512, 512, 10], 128, "adam", "sparse_categorical_crossentropy"),
        new([1024, 2048, 2048, 1024], 256, "adam", "mean_squared_error"),
    ];

    public string Layers => string.Join('-', Sizes);

    /// <summary>
    /// The number of floating-point operations of a step, two for each multiply-add: forward, kernel gradients, and input gradients of all
    /// layers but the first.
    /// </summary>
    public double FloatingPointOperations
    {
        get
        {
            double operations = 0;
            for (int i = 0; i < Sizes.Length - 1; i++)
                operations += 2.0 * Batch * Sizes[i] * Sizes[i + 1] * (i == 0 ? 2 : 3);
            return operations;
        }
    }

    public Sequential Make()
    {
        var model = new Sequential(Sizes[0], seed: 1);
        for (int i = 1; i < Sizes.Length - 1; i++)
            model.Dense(Sizes[i], Sizes[^1] == 1 ? Activation.Tanh : Activation.ReLU);
        model.Dense(Sizes[^1], OutputActivation);
        model.Compile(Optimizer == "adam" ? new Adam(0.01f) : new SGD(0.01f), Loss);
        return model;
    }

    /// <summary>Creates random data for a number of batches.</summary>
    public (Tensor X, Tensor Y) MakeData(int batches)
    {
        var random = new RandomStream(1);
        var x = new Tensor([batches * Batch, Sizes[0]]);
        foreach (ref float value in x.AsSpan())
            value = random.NextSingle();
        bool isSparse = Loss == "sparse_categorical_crossentropy";
        var y = new Tensor([batches * Batch, isSparse ? 1 : Sizes[^1]]);
        foreach (ref float value in y.AsSpan())
            value = isSparse ? random.NextInt32(Sizes[^1]) : Loss == "binary_crossentropy" ? random.NextInt32(2) : random.NextSingle();
        return (x, y);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Layers}:{Batch}:{Optimizer}:{Loss}");

    private Activation OutputActivation => Loss switch
    {
        "sparse_categorical_crossentropy" => Activation.Softmax,
        "binary_crossentropy" => Activation.Sigmoid,
        _ => Sizes[^1] == 1 ? Activation.Sigmoid : Activation.Linear,
    };
}
