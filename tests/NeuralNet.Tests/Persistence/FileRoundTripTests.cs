using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that all parts of a model are loaded as they were saved: all classes that the registries can create from a name only, and the
/// examples that the contracts of layers, losses, metrics and other kinds require of every class.
/// </summary>
public class FileRoundTripTests
{
    private static readonly Tensor Input = new float[,] { { 0, 1, 2, 1 }, { 1, 1, 0, 2 } };
    private static readonly Tensor Targets = new float[,] { { 1 }, { 0 } };

    public static TheoryData<string> Activations => [.. Makeable(Activation.Known)];

    public static TheoryData<string> Initializers => [.. Makeable(Initializer.Known)];

    public static TheoryData<string> Regularizers => [.. Makeable(Regularizer.Known)];

    public static TheoryData<string> Losses => [.. Makeable(Loss.Known)];

    public static TheoryData<string> Metrics => [.. Makeable(Metric.Known)];

    public static TheoryData<string> Optimizers => [.. Makeable(Optimizer.Known)];

    public static TheoryData<string> Layers => [.. LayerExamples.All.Select(example => example.Name)];

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
        LayerExample example = LayerExamples.All.First(example => example.Name == name);
        Tensor[] x = example.Inputs(batchSize: 2, seed: 8);
        Input[] inputs = [.. x.Select(tensor => new Input(tensor.Shape.WithoutBatch(), seed: 3))];
        Layer layer = example.Make();
        AssertSame(new Model(inputs, [inputs.Length == 1 ? inputs[0].Add(layer) : inputs[0].Merge(layer, [.. inputs.Skip(1)])]), x);
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
    public void ExamplesOfActivationsInitializersLossesMetricsAndOptimizers()
    {
        Assert.All(ActivationExamples.All, activation => AssertSame(new Sequential(4, seed: 1).Dense(3, activation)));
        Assert.All(InitializerExamples.All, initializer => AssertSame(new Sequential(4, seed: 1).Dense(3, kernelInitializer: initializer)));
        Assert.All(LossExamples.All, example => AssertSame(Compiled("sgd", example.Loss)));
        Assert.All(MetricExamples.All, example => AssertSame(Compiled("sgd", "mse", example.Metric)));
        Assert.All(OptimizerExamples.All, optimizer => AssertSame(Compiled(optimizer, "mse")));
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

    /// <summary>Asserts that a model that is saved, loaded and saved again has the same bytes and the same predictions.</summary>
    private static void AssertSame(Model model) => AssertSame(model, [Input]);

    private static void AssertSame(Model model, Tensor[] x)
    {
        byte[] file = SafetensorsBytes.Saved(model);
        Model again = SafetensorsBytes.Load(file);
        Assert.Equal(ModelConfiguration(model), ModelConfiguration(again));
        Assert.Equal(file, SafetensorsBytes.Saved(again));
        Assert.Equal(model.Layers.Select(layer => layer.GetType()), again.Layers.Select(layer => layer.GetType()));
        Assert.Equal(model.Predict(x).Select(Bits.Of), again.Predict(x).Select(Bits.Of));
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
