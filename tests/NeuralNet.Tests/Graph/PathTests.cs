using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Tests that layers and parameters within nested models are identified by their paths.</summary>
public class PathTests
{
    private static readonly Tensor X = TestData.Normal([6, 4], seed: 1), Y = TestData.Normal([6, 2], seed: 2);

    [Fact]
    public void PathsDistinguishLayersWithEqualNames()
    {
        Sequential model = Nested();
        Assert.Equal(
            ["enc/dense/kernel", "enc/dense/bias", "enc/inner/dense/kernel", "enc/inner/dense/bias", "dense/kernel", "dense/bias"],
            model.Parameters.Select(model.PathOf));
        Assert.Equal(6, model.Parameters.Select(model.PathOf).Distinct().Count());
        foreach (string path in (string[])["enc", "enc/dense", "enc/inner", "enc/inner/dense", "dense"])
            Assert.Equal(path, model.PathOf(model.GetLayer(path)));
        using var weights = new MemoryStream();
        model.SaveWeights(weights);
        weights.Position = 0;
        Assert.Equal(model.Parameters.Select(model.PathOf), model.LoadWeights(weights).Loaded);
    }

    [Fact]
    public void UnknownPathsAreAnsweredWithTheExistingOnes()
    {
        Sequential model = Nested();
        Refuses<ArgumentException>(() => model.GetLayer("enc/dens"), "Did you mean 'enc/dense'?", "enc/inner/dense", "'enc/dens'");
        Refuses<ArgumentException>(() => model.Freeze("enc/inner/dence"), "Did you mean 'enc/inner/dense'?");
        Refuses<ArgumentException>(() => model.PathOf(new Dense(2, name: "other")), "'other'", "enc/inner/dense");
        Refuses<ArgumentException>(() => model.PathOf(Nested().Parameters[0]), "'dense/kernel'", "enc/inner/dense/kernel");
    }

    /// <summary>With gradients of zero, a step of SGD is only the decay, so excluded parameters are unchanged.</summary>
    [Theory]
    [InlineData("enc/dense", "enc/dense/kernel enc/dense/bias")]
    [InlineData("^dense/", "dense/kernel dense/bias")]
    [InlineData("inner/.*/bias", "enc/inner/dense/bias")]
    [InlineData("kernel", "enc/dense/kernel enc/inner/dense/kernel dense/kernel")]
    [InlineData("/kernel$", "enc/dense/kernel enc/inner/dense/kernel dense/kernel")]
    [InlineData("enc", "")]
    public void WeightDecayIsExcludedByPath(string pattern, string excluded)
    {
        Sequential model = Nested();
        model.Compile(new SGD(0.5f) { WeightDecay = 0.1f, ExcludeFromWeightDecay = [pattern] }, "mse");
        Assert.Equal(excluded.Split(' ', StringSplitOptions.RemoveEmptyEntries), Kept(model));
        Assert.Equal(excluded.Split(' ', StringSplitOptions.RemoveEmptyEntries), Kept(Reloaded(model)));
    }

    /// <summary>A parameter with the same name as others is found in a file by its path.</summary>
    [Fact]
    public void AnExcludedParameterIsLoadedByItsPath()
    {
        Sequential model = Nested();
        Parameter parameter = model.GetLayer("enc/inner/dense").Parameters[0];
        model.Compile(new SGD(0.5f) { WeightDecay = 0.1f, ExcludeParametersFromWeightDecay = [parameter] }, "mse");
        Assert.Equal(["enc/inner/dense/kernel"], Kept(model));
        Assert.Equal(["enc/inner/dense/kernel"], Kept(Reloaded(model)));
        Assert.Equal(["enc/inner/dense/kernel"], Kept(Reloaded(Reloaded(model))));
    }

    [Fact]
    public void AFitWarnsOfExclusionsThatExcludeNothing()
    {
        Assert.DoesNotContain("Warning", Output(["bias", "enc/dense"], []), StringComparison.Ordinal);
        string output = Output(["bias", "dense", "enc/dence/kernel"], [Nested().Parameters[0]]);
        Assert.Equal(3, output.Split("Warning").Length - 1);
        foreach (string part in (string[])["'dense'", "'enc/dence/kernel'", "Did you mean 'enc/dense/kernel'?", "'dense/kernel'"])
            Assert.Contains(part, output, StringComparison.Ordinal);

        static string Output(string[] patterns, Parameter[] parameters)
        {
            Sequential model = Nested();
            model.Compile(
                new SGD { WeightDecay = 0.1f, ExcludeFromWeightDecay = patterns, ExcludeParametersFromWeightDecay = parameters }, "mse");
            var output = new StringWriter();
            model.Fit(X, Y, output: output, verbose: Verbosity.OneLinePerEpoch);
            return output.ToString();
        }
    }

    [Fact]
    public void AWeightThatDivergesIsNamedByItsPath()
    {
        Sequential model = Nested();
        model.Compile(new SGD(0.1f), "mse");
        Parameter kernel = model.GetLayer("enc/inner/dense").Parameters[0];
        var diverged = Assert.Throws<TrainingDivergedException>(() => model.Fit(X, Y, verbose: Verbosity.Silent, callbacks:
            [new LambdaCallback(onBatchEnd: _ => kernel.Value[0, 0] = float.NaN)]));
        Assert.Contains("'enc/inner/dense/kernel'", diverged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FreezingAModelShowsWhereItIsALayer()
    {
        Sequential encoder = Encoder();
        Sequential model = new Sequential(4, seed: 9).Add(encoder).Dense(2);
        Layer layer = model.GetLayer("enc");
        Assert.True(layer.IsTrainable);
        encoder.Freeze();
        Assert.False(layer.IsTrainable);
        Assert.False(model.GetLayer("enc/inner").IsTrainable);
        Assert.Contains("Non-trainable params: 35 ", Summary(model), StringComparison.Ordinal);
        Assert.Contains(" Trainable params: 12 ", Summary(model), StringComparison.Ordinal);
        Assert.False(Reloaded(model).GetLayer("enc").IsTrainable);

        encoder.Unfreeze("inner");
        Assert.True(layer.IsTrainable);
        Assert.False(encoder.Layers[0].IsTrainable);
        model.Freeze("enc");
        Assert.All(encoder.Parameters, parameter => Assert.False(parameter.IsTrainable));
        encoder.Unfreeze();
        Assert.True(layer.IsTrainable);
        Assert.All(model.Parameters, parameter => Assert.True(parameter.IsTrainable));
    }

    private static Sequential Encoder() => new Sequential(4, seed: 5, name: "enc").Dense(3, "tanh").Add(
        new Sequential(3, seed: 6, name: "inner").Dense(5));

    private static Sequential Nested() => new Sequential(4, seed: 9).Add(
        new Sequential(4, seed: 5, name: "enc").Dense(3, "tanh").Add(new Sequential(3, seed: 6, name: "inner").Dense(5))).Dense(2);

    private static Model Reloaded(Model model)
    {
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        return Model.Load(file);
    }

    private static string Summary(Model model)
    {
        var writer = new StringWriter();
        model.Summary(writer);
        return writer.ToString();
    }

    /// <summary>Returns the paths of the parameters that weight decay does not change: sample weights of 0 make the gradient 0.</summary>
    private static string[] Kept(Model model)
    {
        foreach (Parameter parameter in model.Parameters)
            parameter.Value.AsSpan().Fill(1);
        model.TrainOnBatch(X, Y, new Tensor(6));
        return [.. model.Parameters.Where(parameter => parameter.Value.ToArray().All(value => value == 1)).Select(model.PathOf)];
    }
}
