namespace NeuralNet.Aot;

/// <summary>Saves and loads weights, also from files of PyTorch.</summary>
internal static class Weights
{
    public static void Run(string folder)
    {
        string path = Path.Combine(folder, "weights.safetensors");
        Tensor x = new float[,] { { 1, 2, 3 } };
        Sequential Create(int seed) => new Sequential(3, seed).Dense(2, "relu").Dense(1);
        Sequential first = Create(1), second = Create(2);
        first.SaveWeights(path);
        Require.True(second.LoadWeights(path).IsComplete);
        Require.SameBits(first.Predict(x), second.Predict(x));

        string torch = Path.Combine(folder, "torch.safetensors");
        Tensor weight = new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, bias = new float[] { 10, 20 };
        Safetensors.Write(torch, [new("0.weight", weight), new("0.bias", bias)], new Dictionary<string, string> { ["format"] = "pt" });
        Sequential linear = new Sequential(3).Dense(2);
        Require.True(linear.LoadWeights(torch, mapping: new WeightMapping().AddPyTorch("dense", "0")).IsComplete);
        Require.SameBits(new float[,] { { 24, 52 } }, linear.Predict(x));
        using Safetensors file = Safetensors.Open(torch);
        Require.SameBits(weight, file.Read("0.weight"));
        Require.True(file.Metadata["format"] == "pt");

        Sequential net = new Sequential(4).Dense(8).BatchNormalization(epsilon: 1e-5f).Activation("relu").Dense(3);
        WeightMapping mapping = new WeightMapping()
            .AddPyTorch("dense", "0").AddPyTorch("batch_normalization", "1").AddPyTorch("dense_1", "3");
        Require.True(net.LoadWeights(Path.Combine(AppContext.BaseDirectory, "net.pt"), mapping: mapping).IsComplete);
    }
}
