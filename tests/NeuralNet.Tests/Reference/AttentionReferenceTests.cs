using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests of attention with Keras's values: outputs, scores, and all gradients, with masks of all kinds.</summary>
public class AttentionReferenceTests
{
    private static readonly string[] Kinds = ["Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention"];

    private static readonly ReferenceFile File = new("layers_sequences");

    public static TheoryData<string> Cases => File.CasesOf(Kinds);

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
        Layer layer = Layer.Known.Create(reference.Kind, ConfigurationOf(reference, call));
        Tensor[] sequences = [.. Tensors(call, "input").Select(tensor => tensor!.ToTensor())];
        Tensor[] inputs = call.Optional("attention_mask") is { } mask ? [.. sequences, mask.ToTensor()] : sequences;
        var harness = new AttentionHarness(layer, inputs, Masks(call, sequences.Length));
        foreach ((string weight, JsonNode? values) in reference.Json["weights"]!.AsObject())
            harness.Parameter(weight).SetValue(new ReferenceTensor(values!).ToTensor());

        harness.Forward(call.Json["training"]!.GetValue<bool>());
        ReferenceTensor[] outputs = [.. Tensors(call, "output").Select(tensor => tensor!)];
        Assert.Equal(outputs.Length, harness.Outputs.Count);
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(outputs[i].Shape, harness.Outputs[i].Shape);
            CloseWhere(outputs[i].Values, harness.Outputs[i], i == 0 ? call.Optional("output_where") : null, $"output {i}");
        }

        harness.Backward([.. Tensors(call, "upstream").Select(tensor => tensor!.ToTensor())]);
        ReferenceTensor?[] inputGradients = [.. Tensors(call, "input_gradient")];
        for (int i = 0; i < inputGradients.Length; i++)
            Close.To(inputGradients[i]!.Values, harness.InputGradient(i).Data, Close.Reference, $"gradient of input {i}");
        foreach ((string weight, JsonNode? expected) in call.Json["weight_gradients"]!.AsObject())
        {
            Close.To(
                new ReferenceTensor(expected!).Values, harness.Gradient(harness.Parameter(weight)).Data, Close.Reference,
                $"gradient of {weight}");
        }
    }

    /// <summary>Returns the settings of the layer, to which what Keras passes in the call is added.</summary>
    private static Configuration ConfigurationOf(ReferenceCase reference, ReferenceCase call)
    {
        JsonObject config = reference.Json["config"]!.DeepClone().AsObject();
        foreach (string argument in (string[])["use_causal_mask", "return_attention_scores"])
        {
            if (call.Json[argument] is { } value)
                config[argument] = value.DeepClone();
        }

        if (call.Contains("attention_mask"))
            config["use_attention_mask"] = true;
        return new Configuration(config);
    }

    /// <summary>Returns the tensor of a name, or those of its plural.</summary>
    private static IEnumerable<ReferenceTensor?> Tensors(ReferenceCase call, string name) => call.Json[name] is { } single
        ? [new ReferenceTensor(single)]
        : call.Json[name + "s"]!.AsArray().Select(tensor => tensor is null ? null : new ReferenceTensor(tensor));

    private static Tensor?[] Masks(ReferenceCase call, int inputs)
    {
        if (call.Json["masks"] is JsonArray masks)
            return [.. masks.Select(mask => mask is null ? null : new ReferenceTensor(mask).ToTensor())];
        Tensor?[] byRole = [.. ((string[])["query_mask", "value_mask", "key_mask"]).Select(name => call.Optional(name)?.ToTensor())];
        return byRole[..Math.Min(inputs, 3)];
    }

    /// <summary>Compares the steps in which the reference says something.</summary>
    private static void CloseWhere(double[] expected, Tensor actual, ReferenceTensor? where, string what)
    {
        int width = where is null ? actual.Length : actual.Length / where.Values.Length;
        for (int i = 0; i < expected.Length; i++)
        {
            if (where is null || where.Values[i / width] != 0)
                Close.To(expected[i], actual.Data[i], Close.Reference, $"{what}[{i}]");
        }
    }
}
