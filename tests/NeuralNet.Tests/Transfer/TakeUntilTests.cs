namespace NeuralNet.Tests;

public class TakeUntilTests
{
    private static readonly Tensor X = TestData.Normal([6, 4], 1);

    [Fact]
    public void APartIsFoundByNameLayerAndCount()
    {
        Sequential model = Pretrained();
        float[] expected = model.LayerOutputs(X)[1].Output.ToArray();
        Assert.Equal(expected, model.TakeUntil("features").Predict(X).ToArray());
        Assert.Equal(expected, model.TakeUntil(model.Layers[1]).Predict(X).ToArray());
        Assert.Equal(expected, model.TakeUntil(2).Predict(X).ToArray());
    }

    [Fact]
    public void ANewHeadSharesTheLayersOfThePart()
    {
        Sequential model = Pretrained();
        Sequential tuned = model.TakeUntil("features").Dense(2, "softmax", name: "head");
        Assert.Same(model.Layers[0], tuned.Layers[0]);
        Assert.Equal(["dense", "features", "head"], tuned.Layers.Select(layer => layer.Name));
        tuned.Compile("sgd", "sparse_categorical_crossentropy");
        int[] before = Bits.Of(model);
        tuned.Fit(X, TestData.Integers([6, 1], 2, 2), verbose: Verbosity.Silent);
        Assert.NotEqual(before, Bits.Of(model));
    }

    [Fact]
    public void AClonedPartLeavesTheModelAsItWas()
    {
        Sequential model = Pretrained();
        Sequential tuned = model.TakeUntil("features").Clone().Dense(2, "softmax", name: "head");
        Assert.Equal(model.TakeUntil(2).Predict(X).ToArray(), tuned.TakeUntil(2).Predict(X).ToArray());
        tuned.Compile("sgd", "sparse_categorical_crossentropy");
        int[] before = Bits.Of(model);
        tuned.Fit(X, TestData.Integers([6, 1], 2, 2), verbose: Verbosity.Silent);
        Assert.Equal(before, Bits.Of(model));
    }

    [Fact]
    public void APartOfAFunctionalModelHasTheInputsThatItNeeds()
    {
        var left = new Input(4, name: "left");
        var right = new Input(3, name: "right");
        Node merged = left.Dense(5, name: "a").Concatenate(right.Dense(2, name: "b"));
        var model = new Model([left, right], [merged.Dense(1)]);
        Model part = model.TakeUntil("a");
        Assert.Equal(4, Assert.Single(part.InputShapes).Size);
        Model whole = model.Clone();
        Tensor[] inputs = [X, TestData.Normal([6, 3], 2)];
        Assert.Equal(model.Predict(inputs)[0].ToArray(), whole.Predict(inputs)[0].ToArray());
    }

    [Fact]
    public void ACloneHasTheNamesAndTheFrozenLayers()
    {
        Sequential model = Pretrained();
        model.Labels = ["a", "b", "c"];
        model.FeatureNames = ["w", "x", "y", "z"];
        model.Freeze("features");
        Sequential clone = model.Clone();
        Assert.Equal(model.Labels, clone.Labels);
        Assert.Equal(model.FeatureNames, clone.FeatureNames);
        Assert.Equal([true, false, true], clone.Layers.Select(layer => layer.IsTrainable));
        Assert.False(clone.IsCompiled);
    }

    [Fact]
    public void WrongPlacesAreNamed()
    {
        Sequential model = Pretrained();
        BadInput.Refuses<ArgumentException>(() => model.TakeUntil("feature"), "'features'");
        BadInput.Refuses<ArgumentException>(() => model.TakeUntil(new Dense(1, name: "other")), "'other'");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => model.TakeUntil(0), "layerCount");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => model.TakeUntil(4), "layerCount");
    }

    private static Sequential Pretrained() =>
        new Sequential(4, seed: 1).Dense(8, "tanh").Dense(5, "relu", name: "features").Dense(3, "softmax");
}
