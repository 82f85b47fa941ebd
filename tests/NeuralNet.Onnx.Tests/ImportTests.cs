using System.Text.Json.Nodes;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Tests;

/// <summary>
/// Tests of files of PyTorch 1.13 (torch.onnx.export) with its predictions, and of the layers that are read from a file. The files that
/// pytorch_exports.json lists were written by Tools/export_pytorch.py.
/// </summary>
public class ImportTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference");
    private static readonly Dictionary<string, JsonNode> Cases =
        new[] { "pytorch.json", "pytorch_exports.json" }.SelectMany(ReadCases).ToDictionary(pair => pair.Key, pair => pair.Value!);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictsAsPyTorchDid(string name)
    {
        Model model = LoadReference(name);
        Tensor[] inputs = TensorJson.ReadAll(Cases[name]["inputs"]!);
        Tensor expected = TensorJson.Read(Cases[name]["output"]!), actual = Assert.Single(model.Predict(inputs));
        Close.To(expected, actual, 1e-5, name);
    }

    [Fact]
    public void ActivationsThatAreSpelledOutAreRecognized()
    {
        string[] expected = ["gelu", "silu", "mish", "elu", "selu", "leaky_relu", "softplus", "relu6", "softsign", "log_softmax"];
        IEnumerable<Activation> found = LoadReference("activations").Layers.Select(layer => layer.FinalActivation!);
        Assert.Equal(expected, found.Where(activation => activation is not LinearActivation).Select(activation => activation.Name));
    }

    [Fact]
    public void AChainIsASequentialOfKerassLayers()
    {
        Model model = LoadReference("classifier");
        Assert.IsType<Sequential>(model);
        Assert.Equal(["Flatten", "Dense", "BatchNormalization", "Activation", "Dense"], model.Layers.Select(layer => layer.ClassName));
        Assert.Equal(3, model.OutputShapes[0][0]);
    }

    [Fact]
    public void ItCanBeTrained()
    {
        Model model = LoadReference("classifier");
        model.Compile(new Adam(0.01f), "categorical_crossentropy");
        Tensor x = TestData.Normal([20, 3, 4], seed: 1), y = TestData.OneHot(20, 3, seed: 2);
        History history = model.Fit(x, y, epochs: 10, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < history["loss"][0]);
    }

    [Fact]
    public void LayersKeepTheirNamesAndActivations()
    {
        Model model = new Sequential(4, name: "iris").Dense(8, "relu", name: "first").Dense(3, "softmax");
        Model again = Again(model);
        Assert.Equal("iris", again.Name);
        Assert.Equal(["first", "dense"], again.Layers.Select(layer => layer.Name));
        Assert.Equal(["relu", "softmax"], again.Layers.Select(layer => layer.FinalActivation!.Name));
        Assert.Equal(model.Parameters.Select(parameter => parameter.Name), again.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(Values(model), Values(again));
    }

    [Fact]
    public void ASharedLayerIsSharedAgain()
    {
        Model again = Again(ExportExamples.Named("shared layer").Make());
        Assert.Single(again.Layers, layer => layer is Dense && layer.OutputShape![0] == 4);
    }

    /// <summary>One input has an unsupported type and size, the other feeds an operator with an unused output.</summary>
    [Fact]
    public void AnInputThatNoOutputDependsOnIsOmitted()
    {
        ForeignGraph graph = new ForeignGraph("unused", [4]).Input("mask", [2]).Input("idle", [3]).Weights("w", [4, 2]).Node("Relu", "idle").Node("Gemm", "x w");
        TypeProto.Types.Tensor mask = graph.Model.Graph.Input[1].Type.TensorType;
        mask.ElemType = (int)TensorProto.Types.DataType.Bool;
        mask.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimParam = "width" };
        Model model = OnnxModel.Load(new MemoryStream(graph.Bytes));
        Assert.Equal(4, Assert.Single(model.InputShapes)[0]);
        Model expected = OnnxModel.Load(new MemoryStream(new ForeignGraph("used", [4]).Weights("w", [4, 2]).Node("Gemm", "x w").Bytes));
        Assert.Equal(expected.Predict(graph.Inputs[0]).ToArray(), model.Predict(graph.Inputs[0]).ToArray());
    }

    /// <summary>A tied weight is a single layer, although PyTorch transposes it for each use.</summary>
    [Theory]
    [InlineData("tied_opset17")]
    [InlineData("tied_opset17_unfolded")]
    public void ATiedKernelIsOneLayer(string name) => Assert.Single(LoadReference(name).Layers, layer => layer is Dense);

    private static JsonObject ReadCases(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();

    private static IEnumerable<float> Values(Model model) => model.Parameters.SelectMany(parameter => parameter.Value.ToArray());

    private static Model LoadReference(string name) => OnnxModel.Load(Path.Combine(Folder, name + ".onnx"));

    private static Model Again(Model model)
    {
        using var stream = new MemoryStream();
        model.ExportOnnx(stream);
        stream.Position = 0;
        return OnnxModel.Load(stream);
    }
}
