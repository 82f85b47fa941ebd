namespace NeuralNet.Tests;

/// <summary>Tests the conversion of models to Keras's JSON and back.</summary>
public class ModelJsonTests
{
    [Fact]
    public void AModelIsTheSameAfterwards()
    {
        var input = new Input([2, 3], seed: 1);
        Node branch = input.Flatten().Dense(4, "tanh", name: "hidden");
        var model = new Model([input], [branch.Dense(2, name: "first"), branch.Dense(1, name: "second")], "pair");
        model.Compile(new SGD(0.5f, momentum: 0.9f), ["mse", "mae"], [1, 2], [["mae"], []]);
        string json = model.ToJson();

        Model again = Model.FromJson(json);

        Assert.Equal(json, again.ToJson());
        Assert.Equal("pair", again.Name);
        Assert.Equal(model.Parameters.Select(model.PathOf), again.Parameters.Select(again.PathOf));
        Assert.True(again.IsCompiled);
        Assert.IsType<Sequential>(Model.FromJson(new Sequential(3).Dense(2).ToJson()));
    }

    [Fact]
    public void ALargerModelThanAllowedIsRefused()
    {
        string json = new Sequential(3).Dense(2).ToJson();
        Assert.Equal(2, Model.FromJson(json, maxParameterCount: 8).Parameters.Count);
        Assert.Contains("8 values, and at most 7", Assert.Throws<ModelFileException>(() => Model.FromJson(json, maxParameterCount: 7)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "a JSON object")]
    [InlineData("""{"class_name": "Subclassed", "config": {}}""", "Subclassed")]
    [InlineData("""{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Folding", "config": {"name": "fold"}}]}}""", "Folding")]
    public void OtherTextIsRefused(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => Model.FromJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void AnArgumentOfACallIsRefused()
    {
        var input = new Input(3);
        string json = new Model(input, input.Dropout(0.5f)).ToJson();
        Assert.Contains("\"kwargs\":{}", json, StringComparison.Ordinal);
        Assert.NotNull(Model.FromJson(json.Replace("\"kwargs\":{}", "\"kwargs\":{\"mask\":null}", StringComparison.Ordinal)));
        string message = Assert.Throws<ModelFileException>(
            () => Model.FromJson(json.Replace("\"kwargs\":{}", "\"kwargs\":{\"training\":true}", StringComparison.Ordinal))).Message;
        Assert.Contains("'dropout': it is called with the argument 'training'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"loss": "mse", "metrics": null}""", "mean_squared_error mean_squared_error", " ")]
    [InlineData("""{"loss": ["mse", "mae"], "loss_weights": [1, 2], "metrics": [["mae"], ["mse", "mape"]]}""", "mean_squared_error mean_absolute_error", "mae mse,mape")]
    [InlineData("""{"loss": {"b": "mae", "a": "mse"}, "loss_weights": {"a": 3}, "metrics": {"b": "mse"}}""", "mean_squared_error mean_absolute_error", " mse")]
    public void KerasNamesLossesAndMetricsInSeveralWays(string compile, string losses, string metrics)
    {
        var input = new Input(3, seed: 1);
        LayerGraph graph = new Model([input], [input.Dense(1, name: "a"), input.Dense(1, name: "b")]).Graph;
        var json = System.Text.Json.Nodes.JsonNode.Parse(compile)!.AsObject();
        json["optimizer"] = "adam";

        CompileSettings settings = CompileConfiguration.Read(json, graph, custom: null)!;

        Assert.Equal(losses, string.Join(' ', settings.Losses.Select(loss => loss.Name)));
        Assert.Equal(metrics, string.Join(' ', settings.Metrics.Select(list => string.Join(',', list.Select(metric => metric.Name)))));
        Assert.Null(CompileConfiguration.Read(new System.Text.Json.Nodes.JsonObject(), graph, custom: null));
    }
}
