using System.Text.Json.Nodes;
using NeuralNet.Tests;

namespace NeuralNet.Onnx.Tests;

/// <summary>Graphs of others are read as ONNX Runtime reads them or refused in words, never something else.</summary>
public sealed class ForeignGraphTests(ForeignGraphTests.Runtime runtime) : IClassFixture<ForeignGraphTests.Runtime>
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

    [NodeTheory("onnxruntime-node")]
    [MemberData(nameof(ReadNames))]
    public void PredictsAsOnnxRuntimeDoes(string name)
    {
        JsonNode result = runtime.ResultOf(name);
        Assert.True(result["error"] is null, (string?)result["error"]);
        Tensor[] expected = TensorJson.ReadAll(result["outputs"]!), actual = Predict(Named(name));
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Close.To(expected[i], actual[i], 1e-5, $"{name}, output {i}");
    }

    private static ForeignGraph Named(string name) => ForeignGraphs.All.Single(graph => graph.Name == name);

    private static Tensor[] Predict(ForeignGraph graph) => [.. OnnxModel.Load(new MemoryStream(graph.Bytes)).Predict(graph.Inputs)];

    /// <summary>What ONNX Runtime makes of the graphs, started once for all.</summary>
    public sealed class Runtime
    {
        private readonly Lazy<JsonNode> results = new(() => OnnxRuntime.Run(ForeignGraphs.All.Select(graph => (graph.Name, graph.Bytes, graph))));

        internal JsonNode ResultOf(string name) => results.Value[name]!;
    }
}
