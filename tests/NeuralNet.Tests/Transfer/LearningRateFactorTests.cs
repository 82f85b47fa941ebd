namespace NeuralNet.Tests;

public class LearningRateFactorTests
{
    private static readonly Tensor X = TestData.Normal([8, 3], 1), Y = TestData.Normal([8, 1], 2);

    public static TheoryData<string> Optimizers => [.. Optimizer.Known.ClassNames];

    /// <summary>The first step of a layer with a factor is that of an optimizer whose learning rate is multiplied by the factor.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void AFactorMultipliesTheLearningRateOfALayer(string optimizer)
    {
        Sequential factored = Trained(With(optimizer, 0.01f, [("trunk", 0.25f)]), steps: 3);
        Sequential whole = Trained(With(optimizer, 0.01f, []), steps: 1), quarter = Trained(With(optimizer, 0.01f * 0.25f, []), steps: 1);
        Sequential first = Trained(With(optimizer, 0.01f, [("trunk", 0.25f)]), steps: 1);
        Assert.Equal(ValuesOf(quarter, "trunk"), ValuesOf(first, "trunk"));
        Assert.Equal(ValuesOf(whole, "head"), ValuesOf(first, "head"));
        Assert.NotEqual(ValuesOf(first, "trunk"), ValuesOf(factored, "trunk"));
    }

    [Fact]
    public void TheFirstPatternThatMatchesCounts()
    {
        Sequential model = Trained(new SGD(0.1f) { LearningRateFactors = [("tr*", 0), ("trunk", 1), ("he?d", 0.5f)] }, steps: 2);
        Sequential untrained = NewModel();
        Assert.Equal(ValuesOf(untrained, "trunk"), ValuesOf(model, "trunk"));
        Assert.NotEqual(ValuesOf(untrained, "head"), ValuesOf(model, "head"));
    }

    [Fact]
    public void WeightDecayHasTheFactorToo()
    {
        Sequential model = NewModel();
        model.Compile(new SGD(0.5f) { WeightDecay = 0.2f, LearningRateFactors = [("trunk", 0.1f)] }, "mse");
        model.Fit(X, Y, epochs: 1, batchSize: 8, verbose: Verbosity.Silent, sampleWeight: new Tensor([8]));
        float[] before = ValuesOf(NewModel(), "trunk");
        Assert.Equal(before.Select(value => value * (1 - 0.2f * (0.5f * 0.1f))), ValuesOf(model, "trunk"));
    }

    [Fact]
    public void FactorsAreSavedWithTheModel()
    {
        (string, float)[] factors = [("trunk/*", 0.125f), ("*", 0.5f)];
        Sequential model = Nested();
        model.Compile(new Adam(0.01f) { LearningRateFactors = factors }, "mse");
        model.Fit(X, Y, verbose: Verbosity.Silent);
        Model loaded = SafetensorsBytes.Load(SafetensorsBytes.Saved(model));
        model.Fit(X, Y, verbose: Verbosity.Silent);
        loaded.Fit(X, Y, verbose: Verbosity.Silent);
        Assert.Equal(Bits.Of(model), Bits.Of(loaded));
    }

    [Fact]
    public void WrongFactorsAreRefused()
    {
        BadInput.Refuses<ArgumentException>(
            () => NewModel().Compile(new Adam { LearningRateFactors = [("trnk", 0.1f)] }, "mse"), "'trnk'", "'trunk'");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => new Adam { LearningRateFactors = [("trunk", -1)] }, "LearningRateFactors");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => new Adam { LearningRateFactors = [("trunk", float.NaN)] }, "LearningRateFactors");
        BadInput.Refuses<ArgumentException>(() => new Adam { LearningRateFactors = [("", 1)] }, "LearningRateFactors");
    }

    private static Optimizer With(string name, float rate, IReadOnlyList<(string, float)> factors)
    {
        var settings = new Configuration();
        settings.Set("learning_rate", rate);
        settings.Set("learning_rate_layers", factors.Select(pair => pair.Item1));
        settings.Set("learning_rate_factors", factors.Select(pair => pair.Item2));
        return Optimizer.Known.Create(name, settings);
    }

    private static Sequential Trained(Optimizer optimizer, int steps)
    {
        Sequential model = NewModel();
        model.Compile(optimizer, "mse");
        model.Fit(X, Y, epochs: steps, batchSize: 8, verbose: Verbosity.Silent);
        return model;
    }

    private static Sequential NewModel() => new Sequential(3, seed: 1).Dense(4, "tanh", name: "trunk").Dense(1, name: "head");

    private static Sequential Nested() =>
        new Sequential(3, seed: 1).Add(new Sequential(3, name: "trunk").Dense(4, "tanh", name: "dense")!).Dense(1, name: "head");

    private static float[] ValuesOf(Model model, string layer) => [.. model.GetLayer(layer).Parameters.SelectMany(parameter => parameter.Value.ToArray())];
}
