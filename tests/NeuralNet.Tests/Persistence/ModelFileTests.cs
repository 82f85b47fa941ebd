namespace NeuralNet.Tests;

/// <summary>A model that was saved and loaded is the same model: class, names, architecture and every bit of its predictions.</summary>
public class ModelFileTests
{
    private static readonly Tensor Rows = new(new Shape(3, 4), [0.5f, -1, 2, 0, 1, 1, -3, 0.25f, 0, 0, 0, 1e-3f]);

    [Fact]
    public void ASequentialComesBackAsASequentialWithTheSameBits()
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
        Assert.Equal(model.Predict([Rows, Rows]).Select(Bits), again.Predict([Rows, Rows]).Select(Bits));

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

    private static Model Reload(Model model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        return Model.Load(stream);
    }

    private static void AssertSamePredictions(Model expected, Model actual, Tensor x) =>
        Assert.Equal(Bits(expected.Predict(x)), Bits(actual.Predict(x)));

    private static IEnumerable<int> Bits(Tensor tensor) => tensor.ToArray().Select(BitConverter.SingleToInt32Bits);
}
