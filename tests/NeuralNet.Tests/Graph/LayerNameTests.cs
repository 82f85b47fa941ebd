namespace NeuralNet.Tests;

/// <summary>Tests of the names of layers from several models.</summary>
public class LayerNameTests
{
    private static readonly Tensor X = TestData.Normal([6, 4], 1);

    [Fact]
    public void LayersOfTwoModelsThatMeetHaveToBeRenamedAsTheMessageSays()
    {
        Sequential first = Trained(4, 3, seed: 1), second = Trained(3, 2, seed: 2);
        string message = Assert.Throws<ArgumentException>(() => Join(first, second)).Message;
        Assert.Contains("named 'dense': one from (4,) to (5,), one from (3,) to (5,)", message, StringComparison.Ordinal);
        Assert.Contains("foreach (Layer layer in second.Layers) layer.Name = \"second_\" + layer.Name;", message, StringComparison.Ordinal);

        foreach (Layer layer in second.Layers)
            layer.Name = "second_" + layer.Name;
        Model joined = Join(first, second);
        Assert.Equal(["dense", "dense_1", "second_dense", "second_dense_1"], joined.Layers.Select(layer => layer.Name));
        Assert.Equal("second_dense/kernel", joined.Parameters[4].Name);
        Assert.Same(second.Layers[0], second.GetLayer("second_dense"));
        Assert.Equal(second.Predict(first.Predict(X)).ToArray(), joined.Predict(X).ToArray());
        joined.Compile("adam", "mse");
        joined.Fit(X, TestData.Normal([6, 2], 3), verbose: Verbosity.Silent);
        second.Fit(TestData.Normal([6, 3], 4), TestData.Normal([6, 2], 5), verbose: Verbosity.Silent);
    }

    [Fact]
    public void FilesKnowLayersByTheirNewNames()
    {
        Sequential model = Trained(4, 2, seed: 1);
        using var before = new MemoryStream();
        model.SaveWeights(before);
        model.Layers[0].Name = "first";
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = before.Position = 0;
        Model again = Model.Load(stream);
        Assert.Equal(["first", "dense_1"], again.Layers.Select(layer => layer.Name));
        Assert.Equal(Bits.Of(model), Bits.Of(again));
        string message = Assert.Throws<ModelFileException>(() => again.LoadWeights(before)).Message;
        Assert.Contains("first/kernel", message, StringComparison.Ordinal);
        before.Position = 0;
        again.LoadWeights(before, mapping: new WeightMapping().Add("first/kernel", "dense/kernel").Add("first/bias", "dense/bias"));
    }

    [Fact]
    public void AModelIsNotWrittenWithTwoLayersOfOneName()
    {
        Sequential model = Trained(4, 2, seed: 1);
        model.Layers[1].Name = "dense";
        foreach (Action write in (Action[])[() => model.Save(Stream.Null), () => model.SaveWeights(Stream.Null),
            model.Graph.RequireDistinctNames])
            Assert.Contains("named 'dense'", Assert.Throws<ArgumentException>(write).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    public void ANameHasALetterAndNoSlash(string name)
    {
        var layer = new Dense(2, name: "kept");
        Assert.Throws<ArgumentException>(() => layer.Name = name);
        Assert.Equal("kept", layer.Name);
    }

    private static Sequential Trained(int inputs, int outputs, int seed)
    {
        Sequential model = new Sequential(inputs, seed).Dense(5, "tanh").Dense(outputs);
        model.Compile("adam", "mse");
        model.Fit(TestData.Normal([6, inputs], 1), TestData.Normal([6, outputs], 2), verbose: Verbosity.Silent);
        return model;
    }

    private static Model Join(Model first, Model second)
    {
        var input = new Input(first.InputShapes[0]);
        return new Model(input, first.Layers.Concat(second.Layers).Aggregate((Node)input, (node, layer) => node.Add(layer)));
    }
}
