using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests that what Keras passes to attention in the call is read from its JSON.</summary>
public class AttentionCallTests
{
    [Fact]
    public void FlagsAndNamedTensorsAreRead()
    {
        MultiHeadAttention layer = Read(
            $$$"""{"args": [], "kwargs": {"query": {{{Tensor("a")}}}, "value": {{{Tensor("b")}}}, "attention_mask": {{{Tensor("m")}}}, "use_causal_mask": true, "key": null, "training": null}}""",
            out Model model);
        Assert.True(layer.UseCausalMask && layer.UseAttentionMask && !layer.ReturnAttentionScores);
        Assert.Equal(["a", "b", "m"], Sources(model));
        Assert.Equal([1, 3, 2], model.Predict([new Tensor([1, 3, 2]), new Tensor([1, 4, 2]), new Tensor([1, 3, 4])])[0].Shape.ToArray());
    }

    [Fact]
    public void TensorsInTheOrderOfTheCallAreRead()
    {
        Read($$$"""{"args": [{{{Tensor("a")}}}, {{{Tensor("b")}}}, {{{Tensor("b")}}}, null, null, null, {{{Tensor("m")}}}], "kwargs": {"return_attention_scores": true}}""", out Model model);
        Assert.Equal(["a", "b", "b", "m"], Sources(model));
        Assert.True(((MultiHeadAttention)model.GetLayer("attention")).ReturnAttentionScores);
    }

    [Fact]
    public void AMaskOfTheCallThatTensorsCarryHereIsRefused()
    {
        var exception = Assert.Throws<ModelFileException>(() => Read(
            $$$"""{"args": [{{{Tensor("a")}}}, {{{Tensor("b")}}}], "kwargs": {"value_mask": {{{Tensor("m")}}}}}""", out _));
        Assert.Contains("'value_mask'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelIsReadAgainAsItWasWritten()
    {
        Read($$$"""{"args": [{{{Tensor("a")}}}, {{{Tensor("b")}}}], "kwargs": {"attention_mask": {{{Tensor("m")}}}, "use_causal_mask": true}}""", out Model model);
        Model again = Model.FromJson(model.ToJson());
        Assert.Equal(model.ToJson(), again.ToJson());
        Assert.True(((MultiHeadAttention)again.GetLayer("attention")).UseAttentionMask);
    }

    private static IEnumerable<string> Sources(Model model) =>
        model.Graph.Nodes[^1].Inputs.Select(port => model.Graph.Nodes[port.Node].Layer.Name);

    private static string Tensor(string layer) =>
        $$$"""{"class_name": "__keras_tensor__", "config": {"shape": [null], "dtype": "float32", "keras_history": ["{{{layer}}}", 0, 0]}}""";

    private static MultiHeadAttention Read(string call, out Model model)
    {
        string[] inputs = ["a", "b", "m"];
        int[][] shapes = [[3, 2], [4, 2], [3, 4]];
        var layers = new JsonArray();
        for (int i = 0; i < inputs.Length; i++)
        {
            layers.Add(JsonNode.Parse($$"""
                {"class_name": "InputLayer", "name": "{{inputs[i]}}", "inbound_nodes": [],
                 "config": {"name": "{{inputs[i]}}", "batch_shape": [null, {{shapes[i][0]}}, {{shapes[i][1]}}]} }
                """));
        }

        layers.Add(JsonNode.Parse($$"""
            {"class_name": "MultiHeadAttention", "name": "attention", "inbound_nodes": [{{call}}],
             "config": {"name": "attention", "num_heads": 1, "key_dim": 2, "flash_attention": true, "seed": 7} }
            """));
        var json = new JsonObject
        {
            ["class_name"] = "Functional",
            ["config"] = new JsonObject
            {
                ["name"] = "model",
                ["layers"] = layers,
                ["input_layers"] = JsonNode.Parse("""[["a", 0, 0], ["b", 0, 0], ["m", 0, 0]]"""),
                ["output_layers"] = JsonNode.Parse("""["attention", 0, 0]"""),
            },
        };
        model = Model.FromJson(json.ToJsonString());
        return (MultiHeadAttention)model.GetLayer("attention");
    }
}
