namespace NeuralNet.Tests;

/// <summary>The code of docs/pytorch-weights.md.</summary>
internal static class PyTorchWeights
{
    public static (Model Model, WeightsReport Report) Run()
    {
        // <readme>
        var model = new Sequential(4)
            .Dense(8)
            .BatchNormalization(epsilon: 1e-5f)
            .Activation("relu")
            .Dense(3);

        WeightMapping mapping = new WeightMapping()
            .AddPyTorch("dense", "0")
            .AddPyTorch("batch_normalization", "1")
            .AddPyTorch("dense_1", "3");

        WeightsReport report = model.LoadWeights("net.pt", mapping: mapping);
        Console.WriteLine(report);
        // </readme>
        return (model, report);
    }
}
