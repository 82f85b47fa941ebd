using NeuralNet;

namespace Extensions.Tests;

/// <summary>
/// Tests of custom classes with a generated fluent method, properties and saving, which a single call registers for Load.
/// </summary>
public class GeneratedCodeTests
{
    private static readonly Tensor X = new float[,] { { 1, -2, 3 }, { 0, 1, 2 }, { -1, 4, 0 }, { 2, 2, 2 } };
    private static readonly Tensor Y = new float[,] { { 1 }, { 2 }, { 3 }, { 4 } };

    [Fact]
    public void AModelOfCustomClassesIsTheSameAfterSavingAndLoading()
    {
        Sequential model = Trained();
        Model again = Reloaded(model);
        Assert.Equal(model.Predict(X).ToArray(), again.Predict(X).ToArray());

        var layer = Assert.IsType<FeatureScale>(again.GetLayer("mine"));
        Assert.Equal((2, 0.25f), (Assert.IsType<Ramp>(layer.Initializer).First, ((Ramp)layer.Initializer).Step));
        Assert.Equal(1.5f, Assert.IsType<Bend>(layer.Activation).Knee);
        Assert.Equal(0.125f, Assert.IsType<L2>(layer.Regularizer).Factor);
        Assert.Equal(1, layer.MaxDepth);
    }

    /// <summary>Optimizer, schedule, loss and metric are loaded too, and training continues as without interruption.</summary>
    [Fact]
    public void TrainingContinuesAfterLoading()
    {
        Sequential model = Trained();
        Model again = Reloaded(model);
        History before = Fit(model), after = Fit(again);
        Assert.Equal(["loss", "power_distance"], after.Names);
        Assert.Equal(before["loss"], after["loss"]);
        Assert.Equal(before["power_distance"], after["power_distance"]);
        Assert.NotEqual(after["loss"], after["power_distance"]);
    }

    /// <summary>Save refuses a setting that could not be loaded, and leaves an existing file unchanged.</summary>
    [Fact]
    public void SettingsThatCouldNotBeReadAreNotSaved()
    {
        Refused(new Pattern(null!), "The setting 'values' is null, which its parameter does not allow.");
        Refused(new Pattern([1], (PatternOrder)5), "The setting 'order' is 5, which is not a member of PatternOrder: Forward, Backward.");
        Model again = Reloaded(new Sequential(1).FeatureScale(initializer: new Pattern([1], PatternOrder.Backward)));
        Assert.Equal(PatternOrder.Backward, Assert.IsType<Pattern>(((FeatureScale)again.Layers[0]).Initializer).Order);

        static void Refused(Initializer initializer, string message)
        {
            using var stream = new MemoryStream();
            Sequential model = new Sequential(1).FeatureScale(initializer: initializer);
            Assert.Contains(message, Assert.Throws<NotSupportedException>(() => model.Save(stream)).Message, StringComparison.Ordinal);
            Assert.Equal(0, stream.Length);
        }
    }

    /// <summary>The class keeps a copy of a list.</summary>
    [Fact]
    public void AListThatTheCallerChangesLaterChangesNothing()
    {
        float[] values = [1, 2];
        var pattern = new Pattern(values);
        values[0] = 9;
        Assert.Equal([1, 2], pattern.Values);
        Assert.IsNotType<float[]>(pattern.Values);
        Assert.Equal([1, 2, 1], new Sequential(3).FeatureScale(initializer: pattern).Parameters[0].Value.ToArray());
    }

    [Fact]
    public void FluentMethodServesFunctionalModelsAndChecks()
    {
        var input = new Input(3, seed: 1);
        var model = new Model(input, input.FeatureScale(initializer: "ones").Dense(1));
        Assert.Equal("feature_scale", model.Layers[0].Name);
        Assert.Null(((FeatureScale)model.Layers[0]).MaxDepth);
        Assert.Contains(
            "takes inputs of at most 1 axes",
            Assert.Throws<ArgumentException>(() => new Sequential([2, 3]).FeatureScale(maxDepth: 1)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The members correspond to those of the library: a method if there are settings, otherwise an object.</summary>
    [Fact]
    public void ActivationsLossesAndMetricsAreReadyMade()
    {
        Assert.Equal(0.5f, Assert.IsType<Bend>(Activation.Bend(knee: 0.5f)).Knee);
        Assert.Equal(2, Assert.IsType<PowerDistance>(Loss.PowerDistance).Power);
        Assert.Same(Metric.PowerDistance, Metric.PowerDistance);
        Assert.Equal("power_distance", Metric.PowerDistance.Name);
    }

    [Fact]
    public void GradientsAreRight() =>
        GradientCheck.Run(new FeatureScale(new Bend(0.3f), new Ramp(0.5f), new L2(0.1f)), 4).ThrowIfAbove(1e-3);

    [Fact]
    public void AnEncoderIsSavedWithItsModel()
    {
        Sequential model = new Sequential(new SizeCode("size", ["S", "M", "L"]), seed: 1).Dense(2, "softmax");
        model.Labels = ["short", "tall"];
        var row = new Row { ["size"] = "L" };
        Assert.Equal(model.Predict(new float[,] { { 1 } }).ToArray(), model.Predict(row).ToArray());
        Model loaded = Reloaded(model);
        Assert.Equal(model.PredictClass(row), loaded.PredictClass(row));
        var encoder = Assert.IsType<SizeCode>(Assert.Single(loaded.Encoders));
        Assert.Equal(("size", "S M L"), (encoder.Column, string.Join(" ", encoder.Sizes)));
    }

    private static Sequential Trained()
    {
        Sequential model = new Sequential(3, seed: 5)
            .FeatureScale(new Bend(1.5f), new Ramp(2, step: 0.25f), new L2(0.125f), maxDepth: 1, name: "mine")
            .Dense(1);
        model.Compile(new BoundedDescent(new Warmup(0.01f, steps: 3), bound: 0.5f), new PowerDistance(1.5),
            Metric.From(new PowerDistance(3)));
        Fit(model);
        return model;
    }

    private static History Fit(Model model) => model.Fit(X, Y, epochs: 2, batchSize: 2, verbose: Verbosity.Silent);

    private static Model Reloaded(Model model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        return Model.Load(stream, new CustomObjects().AddNeuralNetExtensibilityTests());
    }
}
