using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests of recurrent layers, their wrappers and small models of them against Keras's values and gradients.</summary>
public class SequenceReferenceTests
{
    private static readonly string[] Kinds =
        ["SimpleRNN", "LSTM", "GRU", "RNN", "Bidirectional", "TimeDistributed", "Masking", "Sequential"];

    private static readonly ReferenceFile File = new("layers_sequences");

    public static TheoryData<string> Cases =>
        [.. File.Cases.Where(reference => Kinds.Contains(reference.Kind)).Select(reference => reference.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string name)
    {
        ReferenceCase reference = File[name];
        foreach (JsonNode? call in reference.Json["calls"]!.AsArray())
            Check(reference, new ReferenceCase(call!.AsObject()));
    }

    private static void Check(ReferenceCase reference, ReferenceCase call)
    {
        Tensor x = call["input"].ToTensor();
        Tensor? mask = call.Optional("mask")?.ToTensor();
        Tensor[] states = Tensors(call, "initial_state");
        var harness = new SequenceHarness(
            NewLayer(reference), x.Shape, [.. states.Select(state => state.Shape)], mask is not null);
        foreach ((string weight, JsonNode? values) in reference.Json["weights"]!.AsObject())
            harness.Parameter(weight).SetValue(new ReferenceTensor(values!).ToTensor());

        IReadOnlyList<Tensor> outputs = harness.Forward(x, states, mask, call.Json["training"]!.GetValue<bool>());
        Compare(Tensors(call, "output", "outputs"), outputs, "output");
        if (call.Optional("output_mask") is { } outputMask)
            Close.To(outputMask.Values, harness.OutputMasks[0]!.Data, 0, "output mask");
        Tensor[] upstreams = Tensors(call, "upstream", "upstreams");
        harness.Backward(upstreams);
        if (call.Optional("input_gradient") is { } inputGradient)
            Close.To(inputGradient.Values, harness.InputGradient.Data, Close.Reference, "input gradient");
        Compare(Tensors(call, "initial_state_gradients"), [.. states.Select((_, i) => harness.StateGradient(i))], "state gradient");
        foreach ((string weight, JsonNode? expected) in call.Json["weight_gradients"]?.AsObject() ?? [])
        {
            Close.To(new ReferenceTensor(expected!).Values, harness.Gradient(harness.Parameter(weight)).Data, Close.Reference,
                $"gradient of {weight}");
        }
    }

    /// <summary>Creates the layer of a case; a model becomes a layer.</summary>
    private static Layer NewLayer(ReferenceCase reference)
    {
        JsonObject config = reference.Json["config"]!.DeepClone().AsObject();
        config.TryAdd("name", "layer");
        return GraphConfigurationReader.ReadPart(new JsonObject { ["class_name"] = reference.Kind, ["config"] = config }, null);
    }

    /// <summary>The tensors of one of several keys, of which the first has one tensor or a list, absent keys giving none.</summary>
    private static Tensor[] Tensors(ReferenceCase call, params string[] keys)
    {
        JsonNode? found = keys.Select(key => call.Json[key]).FirstOrDefault(node => node is not null);
        return found switch
        {
            null => [],
            JsonArray list => [.. list.Select(item => new ReferenceTensor(item!).ToTensor())],
            var single => [new ReferenceTensor(single).ToTensor()],
        };
    }

    private static void Compare(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Close.To(expected[i], actual[i], Close.Reference, $"{what} {i}");
    }
}
