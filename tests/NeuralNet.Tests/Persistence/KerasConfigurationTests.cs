using System.IO.Compression;
using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests that the architecture is read from configurations that Keras wrote, and that a saved graph is loaded unchanged.</summary>
public class KerasConfigurationTests
{
    [Theory]
    [InlineData("mlp_classifier", true, "features(5,) hidden_1(8,) hidden_2(3,) scores(5,)")]
    [InlineData("two_branch", false, "features(5,) left(8,) right(3,) merged(11,) output(3,)")]
    public void AGraphThatKerasWroteIsRead(string name, bool isSequential, string nodes)
    {
        var read = GraphConfigurationReader.Read(Configuration(name));
        Assert.Equal((name, isSequential), (read.Name, read.IsSequential));
        Assert.Equal(nodes, Describe(read.Graph));
        JsonObject written = GraphConfigurationWriter.Write(read.Graph, name, isSequential);
        Assert.Equal(nodes, Describe(GraphConfigurationReader.Read(written).Graph));
    }

    [Fact]
    public void NodesAreWrittenAsKerasWritesThem()
    {
        JsonObject expected = Configuration("two_branch");
        JsonObject actual = GraphConfigurationWriter.Write(GraphConfigurationReader.Read(expected).Graph, "two_branch", isSequential: false);
        foreach (string key in (string[])["input_layers", "output_layers"])
            Assert.Equal(expected["config"]![key]!.ToJsonString(), actual["config"]![key]!.ToJsonString());
        Assert.Equal(InboundNodes(expected), InboundNodes(actual));
    }

    [Fact]
    public void CompiledModelsOfKerasAreRead()
    {
        JsonObject model = Configuration("mlp_classifier");
        CompileSettings settings = CompileConfiguration.Read(model["compile_config"], GraphConfigurationReader.Read(model).Graph, custom: null)!;
        Assert.IsType<Adam>(settings.Optimizer);
        Assert.IsType<SparseCategoricalCrossEntropy>(Assert.Single(settings.Losses));
        Assert.Equal("accuracy", Assert.Single(Assert.Single(settings.Metrics)).Name);
    }

    private static IEnumerable<string> InboundNodes(JsonObject model) =>
        model["config"]!["layers"]!.AsArray().Select(layer => layer!["inbound_nodes"]!.ToJsonString());

    private static string Describe(LayerGraph graph) =>
        string.Join(' ', graph.Nodes.Select(node => $"{node.Layer.Name}{node.OutputShape}"));

    private static JsonObject Configuration(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Reference", "keras", $"{name}.keras");
        using ZipArchive archive = ZipFile.OpenRead(path);
        using Stream stream = archive.GetEntry("config.json")!.Open();
        return JsonNode.Parse(stream)!.AsObject();
    }
}
