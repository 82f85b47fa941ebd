namespace NeuralNet.Tests;

/// <summary>Tests that custom classes are loaded only by the factories that the program passes.</summary>
public class CustomObjectsTests
{
    [Fact]
    public void EveryKindOfClassIsLoaded()
    {
        var model = new Sequential(2, seed: 1)
            .Add(new Scale(3))
            .Dense(2, new Cube(), kernelInitializer: new Count(), kernelRegularizer: new Nothing());
        model.Compile(new Walk { WeightDecay = 0.5f }, new Distance(2), new Maximum { Name = "peak" });
        var custom = new CustomObjects()
            .Add("Scale", settings => new Scale(settings.GetSingle("factor")))
            .Add("cube", _ => new Cube())
            .Add("Count", _ => new Count())
            .Add("Nothing", _ => new Nothing())
            .Add("Walk", settings => new Walk { WeightDecay = settings.GetOptionalSingle("weight_decay") })
            .Add("Distance", settings => new Distance(settings.GetInt32("power")))
            .Add("Maximum", _ => new Maximum());

        byte[] file = SafetensorsBytes.Saved(model);
        Model again = SafetensorsBytes.Load(file, custom);

        Assert.Equal(file, SafetensorsBytes.Saved(again));
        Assert.IsType<Scale>(again.GetLayer("scale"));
        Tensor x = new float[,] { { 1, 2 }, { 3, 4 } };
        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
        Assert.Equal(model.Evaluate(x, x)["peak"], again.Evaluate(x, x)["peak"]);
    }

    [Fact]
    public void AClassWithoutFactoryIsRefusedByName()
    {
        byte[] file = SafetensorsBytes.Saved(new Sequential(2).Add(new Scale(3)));
        string message = Assert.Throws<ModelFileException>(() => SafetensorsBytes.Load(file)).Message;
        Assert.Contains("no layer of class 'Scale'", message, StringComparison.Ordinal);
        Assert.Contains("Model.Load(path, new CustomObjects().AddMyLayers())", message, StringComparison.Ordinal);
        Assert.Contains("""new CustomObjects().Add("Scale", settings => …)""", message, StringComparison.Ordinal);
        var ofAnotherKind = new CustomObjects().Add("Scale", _ => new Distance(1));
        Assert.Throws<ModelFileException>(() => SafetensorsBytes.Load(file, ofAnotherKind));
    }

    [Fact]
    public void AFactoryThatRefusesTheSettingsIsAnErrorOfTheFile()
    {
        byte[] file = SafetensorsBytes.Saved(new Sequential(2).Add(new Scale(3)));
        var strict = new CustomObjects().Add("Scale", Layer (_) => throw new ArgumentException("too much"));
        Assert.Contains("too much", Assert.Throws<ModelFileException>(() => SafetensorsBytes.Load(file, strict)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFactoryThatMakesNothingIsNamed()
    {
        byte[] file = SafetensorsBytes.Saved(new Sequential(2).Add(new Scale(3)));
        var empty = new CustomObjects().Add("Scale", Layer (_) => null!);
        string message = Assert.Throws<ModelFileException>(() => SafetensorsBytes.Load(file, empty)).Message;
        Assert.Contains("layer 'Scale' made nothing", message, StringComparison.Ordinal);
    }

    /// <summary>The generator does not run for this assembly.</summary>
    [Fact]
    public void SaveNamesTheGeneratorThatDidNotRun()
    {
        string message = Assert.Throws<NotSupportedException>(() => SafetensorsBytes.Saved(new Sequential(2).Add(new Marked(3)))).Message;
        Assert.Contains("the layer 'marked' is or has a Marked, which is marked [Configurable], but the generator did not run", message, StringComparison.Ordinal);
        Assert.Contains("OutputItemType=\"Analyzer\"", message, StringComparison.Ordinal);
        Assert.DoesNotContain("override void WriteTo", message, StringComparison.Ordinal);
    }

    [Configurable]
    private sealed class Marked(float factor) : Layer
    {
        protected internal override void Forward(Frame frame) => frame.Output.AsSpan().Fill(factor);

        protected internal override void Backward(Frame frame) => throw new NotSupportedException();
    }

    private sealed class Scale(float factor) : Layer
    {
        protected internal override void Forward(Frame frame)
        {
            for (int i = 0; i < frame.Output.Length; i++)
                frame.Output.AsSpan()[i] = factor * frame.Input.AsSpan()[i];
        }

        protected internal override void Backward(Frame frame) => throw new NotSupportedException();

        protected internal override void WriteTo(Configuration configuration) => configuration.Set("factor", factor);
    }

    private sealed class Cube : Activation
    {
        public override string Name => "cube";

        protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
        {
            for (int i = 0; i < input.Length; i++)
                output[i] = input[i] * input[i] * input[i];
        }

        protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient,
            int rowLength) =>
            throw new NotSupportedException();
    }

    private sealed class Count : Initializer
    {
        protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = i;
        }
    }

    private sealed class Nothing : Regularizer
    {
        protected internal override double Penalty(ReadOnlySpan<float> values) => 0;

        protected internal override void AddGradient(ReadOnlySpan<float> values, Span<float> gradient)
        {
        }
    }

    private sealed class Walk() : Optimizer(0.1f)
    {
        public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
            throw new NotSupportedException();
    }

    private sealed class Distance(int power) : Loss
    {
        public override string Name => "distance";

        protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength,
            Span<float> losses)
        {
            for (int i = 0; i < losses.Length; i++)
                losses[i] = MathF.Pow(target[i * rowLength] - prediction[i * rowLength], power);
        }

        protected internal override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength,
            Span<float> gradient) =>
            throw new NotSupportedException();

        protected internal override void WriteTo(Configuration configuration) => configuration.Set("power", power);
    }

    private sealed class Maximum : RowMetric
    {
        public override MetricDirection Direction => MetricDirection.Up;

        protected internal override string DefaultName => "maximum";

        protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength,
            Span<float> values)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = MathF.Max(prediction[i * rowLength], prediction[i * rowLength + 1]);
        }
    }
}
