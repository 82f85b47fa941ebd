using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests that a saved and loaded model is the same model: class, names, architecture and every bit of its predictions.</summary>
public class ModelFileTests
{
    private static readonly Tensor Rows = new(new Shape(3, 4), [0.5f, -1, 2, 0, 1, 1, -3, 0.25f, 0, 0, 0, 1e-3f]);

    [Fact]
    public void ASequentialIsLoadedAsASequentialWithTheSameBits()
    {
        var model = new Sequential(4, seed: 7, name: "small").Dense(5, "relu").Dropout(0.5f).Dense(2, "softmax", name: "scores");
        Model again = Reload(model);
        Assert.IsType<Sequential>(again);
        Assert.Equal("small", again.Name);
        Assert.Equal(7, again.Seed);
        Assert.Equal(["dense", "dropout", "scores"], again.Layers.Select(layer => layer.Name));
        AssertSamePredictions(model, again, Rows);
    }

    [Fact]
    public void AFunctionalModelWithSharedLayersKeepsItsOrderOfComputation()
    {
        var left = new Input(4, seed: 3, name: "left");
        var right = new Input(4, name: "right");
        var shared = new Dense(6, "tanh", name: "shared");
        Node second = right.Dense(4).Add(shared);
        Node first = left.Add(shared);
        Node joined = first.Concatenate(second).Dropout(0.25f);
        var model = new Model([left, right], [joined.Dense(1), first.Dense(2, "sigmoid")], name: "twins");

        Model again = Reload(model);

        Assert.IsNotType<Sequential>(again);
        Assert.Equal(model.Graph.Nodes.Select(Describe), again.Graph.Nodes.Select(Describe));
        Assert.Equal(model.Graph.Inputs, again.Graph.Inputs);
        Assert.Equal(model.Graph.Outputs, again.Graph.Outputs);
        Assert.Equal(model.Predict([Rows, Rows]).Select(Bits.Of), again.Predict([Rows, Rows]).Select(Bits.Of));

        static string Describe(GraphNode node) => $"{node.Layer.Name}({string.Join(",", node.Inputs)}) {node.OutputShape}";
    }

    [Fact]
    public void AFileOnDiskIsReplacedWholeAndLeavesNothingBesideIt()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string path = Path.Combine(folder, "xor.safetensors");
        var first = new Sequential(4, seed: 1).Dense(3);
        var second = new Sequential(4, seed: 2).Dense(3);
        first.Save(path);
        second.Save(path);
        AssertSamePredictions(second, Model.Load(path), Rows);
        Assert.Equal([path], Directory.GetFiles(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void AModelOfAnInputOnlyIsLoaded()
    {
        var model = new Sequential([2, 2]);
        Assert.Equal([2, 2], Assert.Single(Reload(model).InputShapes));
    }

    [Fact]
    public void LabelsFeatureNamesAndFrozenLayersAreLoaded()
    {
        var model = new Sequential(2).Dense(3).Dense(2);
        model.Labels = ["no", "yes, \"ä\""];
        model.FeatureNames = ["age", ""];
        model.Freeze("dense");
        Model again = Reload(model);
        Assert.Equal(model.Labels, again.Labels);
        Assert.Equal(model.FeatureNames, again.FeatureNames);
        Assert.Equal([false, true], again.Layers.Select(layer => layer.IsTrainable));
        Assert.Null(Reload(new Sequential(2).Dense(1)).Labels);
        Assert.Throws<ArgumentNullException>(() => model.Labels = [null!]);
    }

    [Fact]
    public void WeightsThatAreNotFiniteAreLoadedUnchanged()
    {
        var model = new Sequential(1).Dense(2, useBias: false);
        model.Parameters[0].SetValue(new float[,] { { float.NaN, float.NegativeInfinity } });
        Assert.Equal(Bits.Of(model.Parameters[0].Value), Bits.Of(Reload(model).Parameters[0].Value));
    }

    [Fact]
    public void TheArchitectureIsWrittenInKerasSchema()
    {
        byte[] file = SafetensorsBytes.Saved(new Sequential(2, name: "small").Dense(3, "relu", kernelRegularizer: "l2"));
        using Safetensors opened = Safetensors.Open(new MemoryStream(file));
        JsonNode layers = JsonNode.Parse(opened.Metadata["model_config"])!["config"]!["layers"]!;
        Assert.Equal("[null,2]", layers[0]!["config"]!["batch_shape"]!.ToJsonString());
        Assert.Equal("Dense", (string?)layers[1]!["class_name"]);
        Assert.Equal("relu", (string?)layers[1]!["config"]!["activation"]);
        Assert.Equal("GlorotUniform", (string?)layers[1]!["config"]!["kernel_initializer"]!["class_name"]);
        Assert.Equal(["dense/bias", "dense/kernel"], opened.Entries.Keys.Order());
    }

    private static Model Reload(Model model) => SafetensorsBytes.Load(SafetensorsBytes.Saved(model));

    private static void AssertSamePredictions(Model expected, Model actual, Tensor x) =>
        Assert.Equal(Bits.Of(expected.Predict(x)), Bits.Of(actual.Predict(x)));
}
