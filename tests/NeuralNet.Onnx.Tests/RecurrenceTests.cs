using System.Text.Json.Nodes;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Tests;

/// <summary>
/// Tests of recurrent networks as PyTorch exports them (Tools/export_pytorch_recurrent.py): they predict as in PyTorch, and as ONNX Runtime
/// does at any length, and the Transposes around the operators are absorbed.
/// </summary>
public class RecurrenceTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference");
    private static readonly JsonObject Expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "recurrent.json")))!.AsObject();

    public static TheoryData<string> Names => [.. Expected.Select(pair => pair.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictsAsPyTorchDid(string name)
    {
        Tensor actual = Load(name).Predict(TensorJson.Read(Expected[name]!["input"]!));
        Close.To(TensorJson.Read(Expected[name]!["output"]!), actual, 1e-5, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictsAsOnnxRuntimeAtAnyLength(string name)
    {
        Model model = Load(name);
        foreach (int length in (int[])[1, 4, 9])
        {
            Tensor x = TestData.Normal([3, length, 3], seed: length);
            Close.To(OnnxRuntime.Run(File.ReadAllBytes(PathOf(name)), [x])[0], model.Predict(x), 1e-5, $"{name}, {length} steps");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NoLayerMovesAxes(string name) =>
        Assert.DoesNotContain(Load(name).Layers, layer => layer is Permute or Reshape);

    [Theory]
    [InlineData("activations", "its activation 'HardSigmoid' is not supported")]
    [InlineData("clip", "its attribute 'clip' is not supported")]
    [InlineData("reverse", "its direction is 'reverse'")]
    [InlineData("lengths", "its input 4, 'x', is not supported")]
    public void WhatLayersDoNotHaveIsRefused(string change, string expected)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(PathOf("lstm_steps")));
        NodeProto node = model.Graph.Node.Single(node => node.OpType == "LSTM");
        switch (change)
        {
            case "activations":
                node.Attribute.Add(OnnxAttribute.Of("activations", ["HardSigmoid", "Tanh", "Tanh"]));
                break;
            case "clip":
                node.Attribute.Add(OnnxAttribute.Of("clip", 3f));
                break;
            case "reverse":
                node.Attribute.Add(new AttributeProto
                {
                    Name = "direction",
                    S = Google.Protobuf.ByteString.CopyFromUtf8("reverse"),
                    Type = AttributeProto.Types.AttributeType.String,
                });
                break;
            default:
                node.Input[4] = "x";
                break;
        }

        string message = Assert.Throws<ModelFileException>(
            () => OnnxModel.Load(new MemoryStream(Google.Protobuf.MessageExtensions.ToByteArray(model)))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("the operator LSTM of the node", message, StringComparison.Ordinal);
    }

    private static string PathOf(string name) => Path.Combine(Folder, $"recurrent_{name}.onnx");

    private static Model Load(string name) => OnnxModel.Load(PathOf(name));
}
