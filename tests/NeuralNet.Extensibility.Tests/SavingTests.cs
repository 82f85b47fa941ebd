using NeuralNet;

namespace Extensions.Tests;

/// <summary>Tests that a custom class is saved with its settings, or not at all.</summary>
public class SavingTests
{
    [Fact]
    public void ALayerThatDoesNotWriteItsSettingsIsNotSaved()
    {
        using var stream = new MemoryStream();
        Sequential model = new Sequential(3).Scale(2).Dense(1);
        string message = Assert.Throws<NotSupportedException>(() => model.Save(stream)).Message;
        Assert.Equal(0, stream.Length);
        foreach (string part in (string[])["the layer 'scale'", "'initialFactor'", "override void WriteTo(Configuration configuration)", "new CustomObjects().Add(\"Scale\"", "SaveWeights"])
            Assert.Contains(part, message, StringComparison.Ordinal);
        model.SaveWeights(stream);
        Assert.NotEqual(0, stream.Length);
    }

    [Fact]
    public void AnOlderFileOfThatNameStays()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "before");
        Assert.Throws<NotSupportedException>(() => new Sequential(3).Scale(2).Save(path));
        Assert.Equal("before", File.ReadAllText(path));
        File.Delete(path);
    }

    [Fact]
    public void PartsWithinALayerAndOfTheTrainingCountToo()
    {
        Refused(new Sequential(2).Dense(1, kernelInitializer: new Filled(3)), "the layer 'dense'", "'first'");
        Refused(Compiled(new Distance(2)), "the loss", "'power'");
        Refused(Compiled("mse", new Above(2)), "the metric 'above'", "'threshold'");
        Refused(new Sequential(2).Dense(1, new Bent { }), "the layer 'dense'", "'knee'");

        static void Refused(Model model, string where, string parameter)
        {
            string message = Assert.Throws<NotSupportedException>(() => model.Save(Stream.Null)).Message;
            Assert.Contains(where, message, StringComparison.Ordinal);
            Assert.Contains(parameter, message, StringComparison.Ordinal);
        }

        static Model Compiled(Loss loss, params Metric[] metrics)
        {
            Sequential model = new Sequential(2).Dense(1);
            model.Compile("sgd", loss, metrics);
            return model;
        }
    }

    /// <summary>The name of a layer and the learning rate of an optimizer are written for every class.</summary>
    [Fact]
    public void ClassesWithoutSettingsOfTheirOwnAreSaved()
    {
        Sequential model = new Sequential(3).Dense(2, new SquareRootUnit(), kernelInitializer: new Alternating()).Add(new Doubled("twice"));
        model.Compile(new SignDescent(0.25f), new LogisticDistance(), new MaxError());
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Model again = Model.Load(stream, new CustomObjects()
            .Add("square_root_unit", _ => new SquareRootUnit()).Add("Alternating", _ => new Alternating()).Add("Doubled", _ => new Doubled())
            .Add("SignDescent", settings => new SignDescent(settings.GetSingle("learning_rate"))).Add("LogisticDistance", _ => new LogisticDistance())
            .Add("MaxError", _ => new MaxError()));
        Tensor x = new float[,] { { 1, 2, 3 } };
        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
        Assert.NotNull(again.GetLayer("twice"));
    }

    [Fact]
    public void OverridingIsEnough()
    {
        using var stream = new MemoryStream();
        new Sequential(3).Add(new Shifted(1.5f, note: "not kept")).Save(stream);
        stream.Position = 0;
        Model again = Model.Load(stream, new CustomObjects().Add("Shifted", settings => new Shifted(settings.GetSingle("shift"), "")));
        Assert.Equal([2.5f, 3.5f, 4.5f], again.Predict(new float[,] { { 1, 2, 3 } }).ToArray());
        new Sequential(3).Add(new Silent(3)).Save(Stream.Null);
    }

    [Fact]
    public void ACheckpointIsRefusedBeforeTheTraining()
    {
        Sequential model = new Sequential(3).Scale(2).Dense(1);
        model.Compile("sgd", "mse");
        Tensor x = new(new Shape(4, 3)), y = new(new Shape(4, 1));
        float[] before = model.GetLayer("dense").Parameters[0].Value.ToArray();
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "model.safetensors");
        Assert.Throws<NotSupportedException>(() =>
            model.Fit(x, y, epochs: 2, verbose: Verbosity.Silent, callbacks: [new ModelCheckpoint(path)]));
        Assert.Equal(before, model.GetLayer("dense").Parameters[0].Value.ToArray());
        model.Fit(x, y, epochs: 1, verbose: Verbosity.Silent, callbacks: [new ModelCheckpoint(path, saveWeightsOnly: true)]);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void LoadNamesTheCallThatRegistersTheClass()
    {
        using var stream = new MemoryStream();
        new Sequential(3).Add(new Shifted(1.5f, "")).Save(stream);
        stream.Position = 0;
        string message = Assert.Throws<ModelFileException>(() => Model.Load(stream)).Message;
        Assert.Contains("Model.Load(path, new CustomObjects().AddMyLayers())", message, StringComparison.Ordinal);
        Assert.Contains("""new CustomObjects().Add("Shifted", settings => …)""", message, StringComparison.Ordinal);
    }

    /// <summary>The message proposes the method for the type of the parameter.</summary>
    [Fact]
    public void TheProposedGetterIsThatOfTheType()
    {
        string message = Assert.Throws<NotSupportedException>(() => new Sequential(2).Add(new ManySettings(1, 2, true, "", [1], [1], null, new Dense(1), "relu", "zeros", StringComparison.Ordinal, DateTime.MinValue)).Save(Stream.Null)).Message;
        Assert.Contains(
            """new ManySettings(settings.GetInt32("count"), settings.GetDouble("rate"), settings.GetBoolean("isWide"), settings.GetString("text"), settings.GetInt32s("sizes"), settings.GetSingles("values"), settings.GetOptionalSingle("limit"), settings.GetLayer("inner"), settings.Get<Activation>("activation"), settings.Get<Initializer>("initializer"), settings.GetEnum<StringComparison>("comparison"), /* time */)""",
            message, StringComparison.Ordinal);
        Assert.Contains("""configuration.Set("comparison", comparison);""", message, StringComparison.Ordinal);
        Assert.Contains("""configuration.SetLayer("inner", inner);""", message, StringComparison.Ordinal);
    }

    /// <summary>Parts of custom parts are loaded with their settings, their names, and whether they are trainable.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PartsOfPartsAreSaved(bool isNested)
    {
        Layer inner = isNested ? new Sequential(3, seed: 2).Dense(3, new SquareRootUnit()).Add(new Shifted(2, "")) : new Dense(3, "tanh", name: "own");
        var wrapper = new Wrapper(inner, new SquareRootUnit(), new Alternating(), new L2(0.5f), new UnitNorm());
        Sequential model = new Sequential(3, seed: 1).Add(wrapper).Dense(1);
        if (!isNested)
            inner.IsTrainable = false;
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Model again = Model.Load(stream, new CustomObjects()
            .Add("Wrapper", Wrapper.From).Add("Shifted", settings => new Shifted(settings.GetSingle("shift"), ""))
            .Add("square_root_unit", _ => new SquareRootUnit()).Add("Alternating", _ => new Alternating()));
        Tensor x = new float[,] { { 1, -2, 3 } };
        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
        Assert.Equal(model.Parameters.Select(model.PathOf), again.Parameters.Select(again.PathOf));
        Assert.Equal(model.Parameters.Select(parameter => parameter.IsTrainable),
            again.Parameters.Select(parameter => parameter.IsTrainable));
        var reloaded = (Wrapper)again.Layers[0];
        Assert.IsType<Alternating>(reloaded.Initializer);
        Assert.IsType<L2>(reloaded.Regularizer);
        Assert.IsType<UnitNorm>(reloaded.Constraint);
        using var second = new MemoryStream();
        again.Save(second);
        Assert.Equal(stream.ToArray(), second.ToArray());
    }

    [Fact]
    public void TrainingPartsOfPartsAreSaved()
    {
        Sequential model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(new Slowed(new ExponentialDecay(0.1f, 10, 0.5f), 0.5f)), new Scaled("huber", 3), new Above(2));
        string message = Assert.Throws<NotSupportedException>(() => model.Save(Stream.Null)).Message;
        Assert.Contains("metric 'above'", message, StringComparison.Ordinal);
        model.Compile(new SGD(new Slowed(new ExponentialDecay(0.1f, 10, 0.5f), 0.5f)), new Scaled("huber", 3));
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Model again = Model.Load(stream, new CustomObjects()
            .Add("Slowed", settings => new Slowed(settings.Get<LearningRateSchedule>("schedule")!, settings.GetSingle("factor")))
            .Add("Scaled", settings => new Scaled(settings.Get<Loss>("loss")!, settings.GetSingle("factor"))));
        Tensor x = new float[,] { { 1, 2 } }, y = new float[,] { { 5 } };
        for (int i = 0; i < 3; i++)
            Assert.Equal(model.TrainOnBatch(x, y).Loss, again.TrainOnBatch(x, y).Loss);
        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
    }

    /// <summary>The settings that a layer of a nested model does not write are an error too.</summary>
    [Fact]
    public void LayersOfNestedModelsWriteTheirSettingsToo()
    {
        Sequential inner = new Sequential(3, name: "inner").Scale(2);
        string message = Assert.Throws<NotSupportedException>(() => new Sequential(3).Add(inner).Save(Stream.Null)).Message;
        Assert.Contains("the layer 'inner' is or has a Scale", message, StringComparison.Ordinal);
        message = Assert.Throws<NotSupportedException>(() => new Sequential(3).Add(new Wrapper(inner, "relu", "zeros", null, null)).Save(Stream.Null)).Message;
        Assert.Contains("'wrapper' is or has a Scale", message, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsThatAreNoPartsAreRefused()
    {
        using var stream = new MemoryStream();
        new Sequential(3).Add(new Shifted(1.5f, "")).Save(stream);
        stream.Position = 0;
        string message = Assert.Throws<ModelFileException>(() => Model.Load(stream, new CustomObjects().Add("Shifted", settings => settings.GetLayer("shift")!))).Message;
        Assert.Contains("'shift' should be a layer", message, StringComparison.Ordinal);
    }

    private sealed class ManySettings(
        int count, double rate, bool isWide, string text, int[] sizes, float[] values, float? limit, Dense inner, Activation activation,
        Initializer initializer, StringComparison comparison, DateTime time) : Doubled
    {
        public object?[] All { get; } =
            [count, rate, isWide, text, sizes, values, limit, inner, activation, initializer, comparison, time];
    }

    private sealed class Wrapper(
        Layer inner, Activation activation, Initializer initializer, Regularizer? regularizer, Constraint? constraint) : CompositeLayer
    {
        public Initializer Initializer { get; } = initializer;

        public Regularizer? Regularizer { get; } = regularizer;

        public Constraint? Constraint { get; } = constraint;

        public static Wrapper From(Configuration configuration) => new(
            configuration.GetLayer("inner")!, configuration.Get<Activation>("activation")!, configuration.Get<Initializer>("initializer")!,
            configuration.Get<Regularizer>("regularizer"), configuration.Get<Constraint>("constraint"));

        protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs) =>
            [inputs[0].Add(inner).Dense(2, activation, kernelInitializer: Initializer, name: "behind")];

        protected override void WriteTo(Configuration configuration)
        {
            configuration.SetLayer("inner", inner);
            configuration.Set("activation", activation);
            configuration.Set("initializer", Initializer);
            configuration.Set("regularizer", Regularizer);
            configuration.Set("constraint", Constraint);
        }
    }

    private sealed class Slowed(LearningRateSchedule schedule, float factor) : LearningRateSchedule
    {
        public override float At(long step) => factor * schedule.At(step);

        protected override void WriteTo(Configuration configuration)
        {
            configuration.Set("schedule", schedule);
            configuration.Set("factor", factor);
        }
    }

    private sealed class Scaled(Loss loss, float factor) : Loss
    {
        public override string Name => "scaled";

        protected override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
        {
            for (int row = 0; row < losses.Length; row++)
            {
                Range own = (row * rowLength)..((row + 1) * rowLength);
                losses[row] = factor * (float)loss.Call(new Tensor([1, rowLength], target[own]),
                    new Tensor([1, rowLength], prediction[own]));
            }
        }

        protected override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
        {
            for (int row = 0; row < gradient.Length / rowLength; row++)
            {
                Range own = (row * rowLength)..((row + 1) * rowLength);
                Tensor derivative = loss.Gradient(new Tensor([1, rowLength], target[own]), new Tensor([1, rowLength], prediction[own]));
                for (int i = 0; i < rowLength; i++)
                    gradient[row * rowLength + i] = factor * derivative.AsSpan()[i];
            }
        }

        protected override void WriteTo(Configuration configuration)
        {
            configuration.Set("loss", loss);
            configuration.Set("factor", factor);
        }
    }

    private sealed class Filled(float first) : Initializer
    {
        protected override void Initialize(Span<float> values, Shape shape, RandomStream random) => values.Fill(first);
    }

    private sealed class Distance(int power) : Loss
    {
        public override string Name => "distance";

        protected override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses) =>
            losses.Fill(power);

        protected override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
            gradient.Clear();
    }

    private sealed class Above(float threshold) : RowMetric
    {
        public override MetricDirection Direction => MetricDirection.Up;

        protected override string DefaultName => "above";

        protected override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values) =>
            values.Fill(prediction[0] > threshold ? 1 : 0);
    }

    /// <summary>An activation whose setting is optional.</summary>
    private sealed class Bent : Activation
    {
        private readonly float knee;

        public Bent()
            : this(0)
        {
        }

        private Bent(float knee) => this.knee = knee;

        public override string Name => "bent";

        protected override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) => output.Fill(knee);

        protected override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
            gradient.Clear();
    }

    private class Doubled(string? name = null) : Layer(name)
    {
        protected override void Forward(Frame frame)
        {
            for (int i = 0; i < frame.Input.Length; i++)
                frame.Output.AsSpan()[i] = 2 * frame.Input.AsSpan()[i];
        }

        protected override void Backward(Frame frame) => throw new NotSupportedException();
    }

    private sealed class Silent(int runs) : Doubled
    {
        public int Runs { get; } = runs;

        protected override void WriteTo(Configuration configuration)
        {
        }
    }

    /// <summary>A layer that calls the base method, which is unnecessary but allowed.</summary>
    private sealed class Shifted(float shift, string note) : Layer
    {
        public string Note { get; } = note;

        protected override void Forward(Frame frame)
        {
            for (int i = 0; i < frame.Input.Length; i++)
                frame.Output.AsSpan()[i] = frame.Input.AsSpan()[i] + shift;
        }

        protected override void Backward(Frame frame) => throw new NotSupportedException();

        protected override void WriteTo(Configuration configuration)
        {
            configuration.Set("shift", shift);
            base.WriteTo(configuration);
        }
    }
}
