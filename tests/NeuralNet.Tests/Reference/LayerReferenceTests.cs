using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

public class LayerReferenceTests
{
    private static readonly ReferenceFile Layers = new("layers"), ImageLayers = new("layers_images");

    public static TheoryData<string> Cases => Layers.CasesOf(Layer.Known.ClassNames);

    public static TheoryData<string> ImageCases => ImageLayers.CasesOf(Layer.Known.ClassNames);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string name) => Check(Layers[name]);

    [Theory]
    [MemberData(nameof(ImageCases))]
    public void ImageLayerAgrees(string name) => Check(ImageLayers[name]);

    private static void Check(ReferenceCase reference)
    {
        Layer layer = Layer.Known.Create(reference.Kind, reference.Configuration);
        Adapt(layer, reference);
        ReferenceCase[] calls = [.. reference.Json["calls"]!.AsArray().Select(call => new ReferenceCase(call!.AsObject()))];
        var harness = new LayerHarness(layer, seed: 1, [.. InputsOf(calls[0]).Select(input => input.Shape.WithoutBatch())]);
        foreach ((string weight, JsonNode? values) in reference.Json["weights"]!.AsObject())
            SetOrCompare(harness, weight, new ReferenceTensor(values!), isAdapted: reference.Contains("adapt_data"));

        for (int i = 0; i < calls.Length; i++)
            Check(harness, calls[i], $"call {i}");
    }

    private static Tensor[] InputsOf(ReferenceCase call) => [.. ListOf(call, "input").Select(input => input.ToTensor())];

    /// <summary>Returns the tensors of the inputs: one by its name, several as a list under the plural.</summary>
    private static ReferenceTensor[] ListOf(ReferenceCase call, string name) => call.Json[name + "s"] is JsonArray several
        ? [.. several.Select(tensor => new ReferenceTensor(tensor!))]
        : call.Optional(name) is { } single ? [single] : [];

    /// <summary>Calls <c>Adapt</c> of layers that learn from the data before training; their weights are then its result.</summary>
    private static void Adapt(Layer layer, ReferenceCase reference)
    {
        if (!reference.Contains("adapt_data"))
            return;
        var adapt = layer.GetType().GetMethod("Adapt", [typeof(Tensor)]);
        Assert.True(adapt is not null, $"{layer.ClassName} has no method Adapt(Tensor).");
        adapt.Invoke(layer, [reference["adapt_data"].ToTensor()]);
    }

    private static void SetOrCompare(LayerHarness harness, string weight, ReferenceTensor values, bool isAdapted)
    {
        Parameter parameter = harness.Parameter(weight);
        if (isAdapted)
            Close.To(values.Values, parameter.Value.Data, Close.Reference, weight);
        else
            parameter.SetValue(values.ToTensor());
    }

    private static void Check(LayerHarness harness, ReferenceCase call, string what)
    {
        Tensor[] inputs = InputsOf(call);
        ExecutionPlan plan = harness.NewPlan(inputs[0].Rows);
        Tensor output = harness.Forward(plan, inputs, call.Json["training"]!.GetValue<bool>());
        Assert.Equal(call["output"].Shape, output.Shape);
        Close.To(call["output"].Values, output.Data, Close.Reference, $"{what}: output");
        CheckWeights(harness, call.Json["weights_after"], parameter => parameter.Value, $"{what}: weights after");
        if (call.Optional("upstream") is not { } upstream)
            return;

        harness.Backward(plan, upstream.ToTensor());
        ReferenceTensor[] gradients = ListOf(call, "input_gradient");
        for (int i = 0; i < gradients.Length; i++)
            Close.To(gradients[i].Values, plan.InputGradients[i]!.Data, Close.Reference, $"{what}: gradient of input {i}");
        CheckWeights(harness, call.Json["weight_gradients"], harness.Gradient, $"{what}: gradient");
    }

    private static void CheckWeights(LayerHarness harness, JsonNode? weights, Func<Parameter, Tensor> values, string what)
    {
        foreach ((string weight, JsonNode? expected) in weights?.AsObject() ?? [])
            Close.To(new ReferenceTensor(expected!).Values, values(harness.Parameter(weight)).Data, Close.Reference, $"{what} {weight}");
    }
}
