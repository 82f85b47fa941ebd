using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>
/// Everything that the registries can make from its class name comes back from a file as it went in. Classes that need settings
/// to be made are held by the contract of their kind.
/// </summary>
public class RegistryRoundTripTests
{
    private static readonly Tensor Input = new float[,] { { 0, 1, 2, 1 }, { 1, 1, 0, 2 } };
    private static readonly Tensor Targets = new float[,] { { 1 }, { 0 } };

    public static TheoryData<string> Activations => [.. Makeable(Activation.Known)];

    public static TheoryData<string> Initializers => [.. Makeable(Initializer.Known)];

    public static TheoryData<string> Regularizers => [.. Makeable(Regularizer.Known)];

    public static TheoryData<string> Losses => [.. Makeable(Loss.Known)];

    public static TheoryData<string> Metrics => [.. Makeable(Metric.Known)];

    public static TheoryData<string> Optimizers => [.. Makeable(Optimizer.Known)];

    public static TheoryData<string> Layers => [.. Makeable(Layer.Known)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void AnActivation(string name) =>
        AssertSame(new Sequential(4, seed: 1).Dense(3, Activation.Known.Create(name, new Configuration())));

    [Theory]
    [MemberData(nameof(Initializers))]
    public void AnInitializer(string name) =>
        AssertSame(new Sequential(4, seed: 1).Dense(3, kernelInitializer: Initializer.Known.Create(name, new Configuration())));

    [Theory]
    [MemberData(nameof(Regularizers))]
    public void ARegularizer(string name) =>
        AssertSame(new Sequential(4, seed: 1).Dense(3, biasRegularizer: Regularizer.Known.Create(name, new Configuration())));

    [Theory]
    [MemberData(nameof(Layers))]
    public void ALayer(string name)
    {
        Layer layer = Layer.Known.Create(name, new Configuration());
        if (layer is not InputLayer)
            AssertSame(new Sequential(4, seed: 1).Add(layer));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void ALoss(string name) => AssertSame(Compiled("sgd", Loss.Known.Create(name, new Configuration())));

    [Theory]
    [MemberData(nameof(Metrics))]
    public void AMetric(string name)
    {
        AssertSame(Compiled("sgd", "mse", Metric.Known.Create(name, new Configuration())));
        Model renamed = Compiled("sgd", "mse", name);
        Assert.Equal(name, (string?)JsonNode.Parse(ModelConfiguration(renamed))!["compile_config"]!["metrics"]![0]!["config"]!["name"]);
        AssertSame(renamed);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void AnOptimizer(string name)
    {
        Model model = Compiled(Optimizer.Known.Create(name, new Configuration()), "mse");
        model.Fit(Input, Targets, epochs: 3, verbose: Verbosity.Silent);
        AssertSame(model);
        Model again = SafetensorsBytes.Load(SafetensorsBytes.Saved(model));
        model.Fit(Input, Targets, epochs: 2, verbose: Verbosity.Silent);
        again.Fit(Input, Targets, epochs: 2, verbose: Verbosity.Silent);
        Assert.Equal(SafetensorsBytes.Saved(model), SafetensorsBytes.Saved(again));
    }

    [Fact]
    public void SettingsOfEachOutput()
    {
        var input = new Input(4, seed: 1);
        var model = new Model([input], [input.Dense(1, name: "left"), input.Dense(2, "softmax", name: "right")]);
        model.Compile("adam", "mse", "mae", Metric.MeanSquaredError);
        AssertSame(model);
        JsonNode compile = JsonNode.Parse(ModelConfiguration(model))!["compile_config"]!;
        Assert.Equal(2, compile["loss"]!.AsArray().Count);
        Assert.Equal([2, 2], compile["metrics"]!.AsArray().Select(metrics => metrics!.AsArray().Count));
    }

    /// <summary>Saved, loaded and saved again gives the same bytes and the same predictions.</summary>
    private static void AssertSame(Model model)
    {
        byte[] file = SafetensorsBytes.Saved(model);
        Model again = SafetensorsBytes.Load(file);
        Assert.Equal(ModelConfiguration(model), ModelConfiguration(again));
        Assert.Equal(file, SafetensorsBytes.Saved(again));
        Assert.Equal(model.Layers.Select(layer => layer.GetType()), again.Layers.Select(layer => layer.GetType()));
        Assert.Equal(model.Predict([Input]).SelectMany(output => output.ToArray()), again.Predict([Input]).SelectMany(output => output.ToArray()));
    }

    private static Sequential Compiled(Optimizer optimizer, Loss loss, params Metric[] metrics)
    {
        Sequential model = new Sequential(4, seed: 1).Dense(1, "sigmoid");
        model.Compile(optimizer, loss, metrics);
        return model;
    }

    private static string ModelConfiguration(Model model)
    {
        using Safetensors opened = Safetensors.Open(new MemoryStream(SafetensorsBytes.Saved(model)));
        return opened.Metadata["model_config"];
    }

    private static IEnumerable<string> Makeable<T>(Registry<T> known)
        where T : class => known.ClassNames.Where(name =>
        {
            try
            {
                return known.Create(name, new Configuration()) is not null;
            }
            catch (FormatException)
            {
                return false;
            }
        });
}
