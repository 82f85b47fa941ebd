
namespace NeuralNet.Onnx.Tests;

/// <summary>Tests that graphs of other programs have the results of ONNX Runtime or are refused with a message.</summary>
public sealed class ForeignGraphTests
{
    public static TheoryData<string> Names => [.. ForeignGraphs.All.Select(graph => graph.Name)];

    public static TheoryData<string> ReadNames => [.. ForeignGraphs.All.Where(graph => graph.Refusal is null).Select(graph => graph.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsReadOrRefusedAsItShould(string name)
    {
        ForeignGraph graph = Named(name);
        if (graph.Refusal is null)
            Assert.All(Predict(graph), output => Assert.Equal(graph.Inputs[0].Shape[0], output.Shape[0]));
        else
            Assert.Contains(graph.Refusal, Assert.Throws<ModelFileException>(() => Predict(graph)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ReadNames))]
    public void PredictsAsOnnxRuntimeDoes(string name)
    {
        ForeignGraph graph = Named(name);
        Tensor[] expected = OnnxRuntime.Run(graph.Bytes, graph), actual = Predict(graph);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Close.To(expected[i], actual[i], 1e-5, $"{name}, output {i}");
    }

    private static ForeignGraph Named(string name) => ForeignGraphs.All.Single(graph => graph.Name == name);

    private static Tensor[] Predict(ForeignGraph graph) => [.. OnnxModel.Load(new MemoryStream(graph.Bytes)).Predict(graph.Inputs)];
}
