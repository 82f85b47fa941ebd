namespace NeuralNet.Tests;

/// <summary>Tests of models and composite layers as layers of other models.</summary>
public class CompositionTests
{
    private static readonly Tensor X = TestData.Normal([6, 4], seed: 1);

    [Fact]
    public void AModelIsALayerWithItsWeights()
    {
        Sequential encoder = Encoder();
        Sequential whole = new Sequential(4, seed: 9).Add(encoder).Dense(2);
        Assert.Equal(["encoder", "dense"], whole.Layers.Select(layer => layer.Name));
        Assert.Equal(6, whole.Parameters.Count);
        Assert.Same(encoder.Parameters[0], whole.Parameters[0]);
        var head = new Sequential(3, seed: 5).Dense(2);
        for (int i = 0; i < 2; i++)
            head.Parameters[i].SetValue(whole.Parameters[4 + i].Value);
        Close.To(head.Predict(encoder.Predict(X)), whole.Predict(X), 1e-6, "whole");
        Assert.Same(whole.GetLayer("encoder/dense"), encoder.Layers[0]);
    }

    [Fact]
    public void UpToAndLogitsNameTheLayerInsideAnother()
    {
        Sequential whole = new Sequential(4, seed: 9).Add(Encoder());
        Assert.Contains("inside another", Assert.Throws<ArgumentException>(() => whole.TakeUntil("encoder/dense")).Message, StringComparison.Ordinal);
        Assert.Contains("made of layers", Assert.Throws<InvalidOperationException>(whole.Logits).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACompositeThatContainsItselfIsRefused() =>
        Assert.Contains("own parts", Assert.Throws<ArgumentException>(() => new Sequential(3).Add(new PartOfItself())).Message, StringComparison.Ordinal);

    private sealed class PartOfItself : CompositeLayer
    {
        protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs) => [inputs[0].Add(this)];
    }

    [Fact]
    public void TrainingTheWholeTrainsTheParts()
    {
        Sequential encoder = Encoder();
        Sequential whole = new Sequential(4, seed: 9).Add(encoder).Dense(1);
        int[] before = Bits.Of(encoder.Parameters[0].Value);
        whole.Compile("adam", "mse");
        whole.Fit(X, TestData.Normal([6, 1], seed: 2), epochs: 2, verbose: Verbosity.Silent);
        Assert.NotEqual(before, Bits.Of(encoder.Parameters[0].Value));

        whole.Freeze("encoder");
        Assert.All(encoder.Layers, layer => Assert.False(layer.IsTrainable));
        before = Bits.Of(encoder.Parameters[0].Value);
        whole.Fit(X, TestData.Normal([6, 1], seed: 2), epochs: 2, verbose: Verbosity.Silent);
        Assert.Equal(before, Bits.Of(encoder.Parameters[0].Value));
    }

    [Fact]
    public void ASharedModelGivesTheSameTwice()
    {
        Sequential encoder = Encoder();
        Input left = new(4, seed: 3), right = new(4);
        var model = new Model([left, right], [left.Add(encoder).Subtract(right.Add(encoder))]);
        Assert.All(model.Predict([X, X])[0].ToArray(), value => Assert.Equal(0, value));
        Assert.Single(model.Layers, layer => layer.Name == "encoder");
    }

    [Fact]
    public void NestedModelsAreSavedAndLoaded()
    {
        var inner = new Input(4, seed: 2);
        var branch = new Model(inner, inner.Dense(3, "relu").Concatenate(inner.Dense(2, "tanh")), name: "branch");
        Sequential whole = new Sequential(4, seed: 9).Add(new Sequential(4, seed: 8, name: "outer").Add(branch).Dense(4)).Dense(1, "sigmoid");
        whole.Compile("adam", "binary_crossentropy");
        whole.Fit(X, new float[] { 0, 1, 0, 1, 1, 0 }, verbose: Verbosity.Silent);
        whole.GetLayer("outer/branch/dense").IsTrainable = false;
        using var file = new MemoryStream();
        whole.Save(file);
        file.Position = 0;
        Model again = Model.Load(file);
        Assert.Equal(Bits.Of(whole.Predict(X)), Bits.Of(again.Predict(X)));
        Assert.False(again.GetLayer("outer/branch/dense").IsTrainable);
        Assert.True(again.GetLayer("outer/branch/dense_1").IsTrainable);
        whole.TrainOnBatch(X, new float[] { 0, 1, 0, 1, 1, 0 });
        again.TrainOnBatch(X, new float[] { 0, 1, 0, 1, 1, 0 });
        Assert.Equal(Bits.Of(whole.Predict(X)), Bits.Of(again.Predict(X)));

        using var weights = new MemoryStream();
        whole.SaveWeights(weights);
        weights.Position = 0;
        Assert.Contains("outer/branch/dense/kernel", again.LoadWeights(weights).Loaded);
    }

    [Fact]
    public void GradientsThroughAModelAreRight() => GradientCheck.Run(Encoder()!, 4).ThrowIfAbove(2e-3);

    [Fact]
    public void MistakesAreNamed()
    {
        Sequential encoder = Encoder();
        Assert.Contains("into itself", Assert.Throws<ArgumentException>(() => encoder.Add(encoder)).Message, StringComparison.Ordinal);
        Assert.Contains("'encoder'", Assert.Throws<ArgumentException>(() => new Sequential(5).Add(encoder)).Message, StringComparison.Ordinal);
        Sequential other = Encoder();
        Assert.Contains(
            "Two layers of the model are named 'encoder'",
            Assert.Throws<ArgumentException>(() => new Sequential(4).Add(encoder).Dense(4).Add(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelsWithoutANameAreNamedByTheModelTheyArePutInto()
    {
        Sequential model = new Sequential(4, seed: 1).Add(new Sequential(4, seed: 2).Dense(4)).Add(new Sequential(4, seed: 3).Dense(4));
        Assert.Equal(["sequential", "sequential_1"], model.Layers.Select(layer => layer.Name));
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        Assert.Equal(Bits.Of(model.Predict(X)), Bits.Of(Model.Load(file).Predict(X)));
    }

    private static Sequential Encoder() => new Sequential(4, seed: 5, name: "encoder").Dense(5, "tanh").Dense(3, "relu");
}
