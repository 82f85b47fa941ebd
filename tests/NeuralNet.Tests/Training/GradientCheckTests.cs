namespace NeuralNet.Tests;

/// <summary>Tests that the public check of gradients accepts correct gradients and detects wrong ones.</summary>
public class GradientCheckTests
{
    private static readonly Initializer Drawn = new RandomNormal(1, 0.5f);

    public static TheoryData<string, Func<Layer>, Shape[]> RightLayers => new()
    {
        { "dense", () => new Dense(3, "tanh", biasInitializer: Drawn), [5] },
        { "dense with a kink", () => new Dense(8, "relu"), [5] },
        { "dense with a penalty", () => new Dense(3, "sigmoid", activityRegularizer: new L2(0.3f)), [5] },
        { "softmax", () => new Softmax(), [[2, 4]] },
        { "batch normalization", () => new BatchNormalization(gammaInitializer: Drawn), [[2, 3]] },
        { "layer normalization", () => new LayerNormalization(gammaInitializer: Drawn), [[2, 5]] },
        { "dropout", () => new Dropout(0.4f), [30] },
        { "several inputs", () => new Multiply(), [3, 3, 3] },
    };

    [Theory]
    [MemberData(nameof(RightLayers))]
    public void ARightBackwardPassHasSmallErrors(string what, Func<Layer> make, Shape[] inputShapes)
    {
        NeuralNet.GradientCheck check = NeuralNet.GradientCheck.Run(make(), inputShapes);
        Assert.NotEmpty(check.Errors);
        Assert.True(check.MaxError < 1e-3, $"{what}: {check}");
        check.ThrowIfAbove(1e-3);
    }

    /// <summary>A list of numbers is one shape; several inputs are several lists.</summary>
    [Fact]
    public void AListOfNumbersIsTheShapeOfOneInput()
    {
        var recorder = new ShapeRecorder();
        NeuralNet.GradientCheck.Run(recorder, [3, 4]).ThrowIfAbove(1e-3);
        Assert.Equal([[3, 4]], recorder.Shapes);
        NeuralNet.GradientCheck.Run(new Dense(2), 4).ThrowIfAbove(1e-3);
        NeuralNet.GradientCheck.Run(new Concatenate(), [3], [4]).ThrowIfAbove(1e-3);
        BadInput.Refuses<ArgumentException>(
            () => NeuralNet.GradientCheck.Run(new Dense(2), [3], [0]), "inputShapes", "at least 1", "(0,)");
    }

    [Fact]
    public void EmbeddingsGatherTheGradientsOfTheirPlaces()
    {
        Tensor tokens = new float[,] { { 0, 3, 3 }, { 1, 3, 0 } };
        NeuralNet.GradientCheck check = NeuralNet.GradientCheck.Run(new Embedding(5, 2), [tokens], checkInputs: false);
        Assert.Equal("embedding/embeddings", Assert.Single(check.Errors).Key);
        Assert.True(check.MaxError < 1e-3, check.ToString());
    }

    [Fact]
    public void InferenceIsCheckedToo()
    {
        Tensor x = new float[,] { { 1, -2, 3 }, { 0.5f, 2, -1 } };
        Assert.True(NeuralNet.GradientCheck.Run(new BatchNormalization(), [x], isTraining: false).MaxError < 1e-3);
    }

    [Fact]
    public void AWrongBackwardPassIsFound()
    {
        NeuralNet.GradientCheck check = NeuralNet.GradientCheck.Run(new Halved(), 6);
        Assert.True(check.MaxError > 0.3, check.ToString());
        Assert.Contains("input", Assert.Throws<InvalidOperationException>(() => check.ThrowIfAbove(1e-3)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Fault.AddsToParameters), "weight")]
    [InlineData(nameof(Fault.AddsToInputs), "input")]
    [InlineData(nameof(Fault.SpoilsScratch), "input")]
    [InlineData(nameof(Fault.KeepsScratch), "input")]
    [InlineData(nameof(Fault.ForgetsPadding), "input")]
    [InlineData(nameof(Fault.ForgetsTraining), "input")]
    [InlineData(nameof(Fault.ForgetsInference), "input")]
    public void EachFaultOfABackwardPassIsFound(string fault, string wrong)
    {
        NeuralNet.GradientCheck check = NeuralNet.GradientCheck.Run(new Faulty(Enum.Parse<Fault>(fault)), [5, 3]);
        Assert.True(check.Errors.Single(error => error.Key.EndsWith(wrong, StringComparison.Ordinal)).Value > 0.1, check.ToString());
        NeuralNet.GradientCheck.Run(new Faulty(Fault.None), [5, 3]).ThrowIfAbove(1e-3);
    }

    [Fact]
    public void OneKindOfPassIsCheckedIfAskedFor()
    {
        Tensor x = TestData.Normal([4, 3], 1);
        NeuralNet.GradientCheck.Run(new Faulty(Fault.ForgetsTraining), [x], isTraining: false).ThrowIfAbove(1e-3);
        NeuralNet.GradientCheck.Run(new Faulty(Fault.ForgetsInference), [x], isTraining: true).ThrowIfAbove(1e-3);
        Assert.True(NeuralNet.GradientCheck.Run(new Faulty(Fault.ForgetsTraining), [x], isTraining: true).MaxError > 0.1);
    }

    [Fact]
    public void TheParametersAreUnchanged()
    {
        var layer = new Dense(2);
        var model = new Sequential(3, seed: 1).Add(layer);
        float[] before = layer.Parameters[0].Value.ToArray();
        NeuralNet.GradientCheck.Run(layer, 3).ThrowIfAbove(1e-3);
        Assert.Equal(before, model.Parameters[0].Value.ToArray());
    }

    [Theory]
    [InlineData("mean_squared_error", null)]
    [InlineData("binary_crossentropy", null)]
    [InlineData("binary_crossentropy", "sigmoid")]
    [InlineData("categorical_crossentropy", "softmax")]
    public void LossesAreChecked(string loss, string? activation)
    {
        Tensor target = new float[,] { { 1, 0, 0 }, { 0, 0, 1 } };
        Tensor prediction = new float[,] { { 0.3f, 0.5f, 0.2f }, { 0.2f, 0.2f, 0.6f } };
        Activation? fused = activation is null ? null : (Activation)activation;
        NeuralNet.GradientCheck.Run(loss, target, prediction, fused).ThrowIfAbove(1e-3);
    }

    [Fact]
    public void BadInputsOfALayerAreNamed()
    {
        Tensor x = TestData.Normal([4, 3], 1), notFinite = new float[,] { { 1, 2, float.NaN } };
        BadInput.Refuses<ArgumentNullException>(() => NeuralNet.GradientCheck.Run(null!, 3), "layer");
        BadInput.Refuses<ArgumentNullException>(() => NeuralNet.GradientCheck.Run(new Dense(2), (Shape)null!), "inputShape");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => NeuralNet.GradientCheck.Run(new Dense(2), 0), "inputShape", "at least 1",
            "(0,)");
        BadInput.Refuses<ArgumentException>(() => NeuralNet.GradientCheck.Run(new Dense(2)), "at least one input");
        BadInput.Refuses<ArgumentNullException>(() => Check((IReadOnlyList<Tensor>)null!), "inputs");
        BadInput.Refuses<ArgumentNullException>(() => Check([x, null!]), "inputs[1] is null");
        BadInput.Refuses<ArgumentException>(() => Check([new Tensor([0, 3])]), "inputs[0]", "(0, 3)", "at least one row");
        BadInput.Refuses<ArgumentException>(() => Check([new Tensor([])]), "inputs[0]", "()", "batch");
        BadInput.Refuses<ArgumentException>(() => Check([x, TestData.Normal([5, 3], 1)]), "inputs[0] has 4 rows", "inputs[1] has 5");
        BadInput.Refuses<ArgumentException>(() => Check([notFinite]), "inputs", "NaN", "place 2");
        BadInput.Refuses<ArgumentException>(
            () => NeuralNet.GradientCheck.Run(new Dropout(0.5f), [x], checkInputs: false), "dropout", "nothing to check", "checkInputs");

        static void Check(IReadOnlyList<Tensor> inputs) => NeuralNet.GradientCheck.Run(new Dense(2), inputs);
    }

    [Fact]
    public void BadTargetsOfALossAreNamed()
    {
        Tensor p = new float[,] { { 0.2f, 0.8f }, { 0.6f, 0.4f } }, notFinite = new float[,] { { 1, 0 }, { float.NaN, 1 } };
        BadInput.Refuses<ArgumentException>(() => Check("mse", new Tensor([2, 3]), p), "mean_squared_error", "(2, 2)", "(2, 3)");
        BadInput.Refuses<ArgumentException>(() => Check("categorical_crossentropy", new float[] { 0, 1 }, p), "SparseCategorical");
        BadInput.Refuses<ArgumentException>(() => Check("sparse_categorical_crossentropy", new float[] { 0, 7 }, p), "0 to 1",
            "row 1 has 7");
        BadInput.Refuses<ArgumentException>(() => Check("mse", notFinite, p), "target", "NaN", "place 2");
        BadInput.Refuses<ArgumentException>(() => Check("mse", p, notFinite), "prediction", "NaN", "place 2");
        BadInput.Refuses<ArgumentException>(() => Check("mse", new Tensor([0, 2]), new Tensor([0, 2])), "prediction", "(0, 2)",
            "at least one row");
        BadInput.Refuses<ArgumentException>(() => Check("mse", new Tensor([]), new Tensor([])), "prediction", "()");
        BadInput.Refuses<ArgumentException>(
            () => NeuralNet.GradientCheck.Run("mse", p, p, "softmax"), "mean_squared_error", "softmax", "fuse", "activation");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => NeuralNet.GradientCheck.Run("mse", p, p).ThrowIfAbove(double.NaN), "tolerance");

        static void Check(Loss loss, Tensor target, Tensor prediction) => NeuralNet.GradientCheck.Run(loss, target, prediction);
    }

    /// <summary>"crossentropy" is resolved by the shapes, as in training.</summary>
    [Fact]
    public void ALossThatDependsOnTheShapesIsChecked() => NeuralNet.GradientCheck.Run(
        Loss.CrossEntropy, new float[] { 0, 1 }, new float[,] { { 0.2f, 0.8f }, { 0.6f, 0.4f } }).ThrowIfAbove(1e-3);

    [Fact]
    public void TheParametersAreUnchangedAfterALayerThrew()
    {
        var layer = new Interrupted();
        var model = new Sequential(3, seed: 1).Add(layer);
        int[] before = Bits.Of(model);
        Assert.Throws<InvalidDataException>(() => NeuralNet.GradientCheck.Run(layer, 3));
        Assert.Equal(before, Bits.Of(model));
    }

    /// <summary>A layer y = x that records its input shape.</summary>
    private sealed class ShapeRecorder : Layer
    {
        public IReadOnlyList<Shape> Shapes { get; private set; } = [];

        protected internal override void Build(LayerBuilder builder) => Shapes = builder.InputShapes;

        protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => inputs[0];

        protected internal override void Forward(Frame frame) => frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());

        protected internal override void Backward(Frame frame) => frame.OutputGradient.AsSpan().CopyTo(frame.InputGradient!.AsSpan());
    }

    /// <summary>A layer y = x² with half of its derivative.</summary>
    private sealed class Halved : Layer
    {
        protected internal override void Forward(Frame frame)
        {
            for (int i = 0; i < frame.Input.Length; i++)
                frame.Output.Data[i] = frame.Input.Data[i] * frame.Input.Data[i];
        }

        protected internal override void Backward(Frame frame)
        {
            for (int i = 0; i < frame.Input.Length; i++)
                frame.InputGradient!.Data[i] = frame.OutputGradient.Data[i] * frame.Input.Data[i];
        }
    }

    private enum Fault
    {
        None, AddsToParameters, AddsToInputs, SpoilsScratch, KeepsScratch, ForgetsPadding, ForgetsTraining, ForgetsInference,
    }

    /// <summary>A layer y = w·x, doubled in training, and 0 for padding, whose backward pass has one fault.</summary>
    private sealed class Faulty(Fault fault) : Layer
    {
        private Parameter weight = null!;
        private LayerMemory memory = null!;

        public override MaskHandling MaskHandling => MaskHandling.Passed;

        protected internal override void Build(LayerBuilder builder)
        {
            weight = builder.AddParameter("weight", 1, new Constant(1.5f));
            memory = builder.AddMemory("slopes", shapes => shapes.Output);
        }

        protected internal override void Forward(Frame frame)
        {
            Span<float> slopes = frame[memory].AsSpan();
            for (int i = 0; i < slopes.Length; i++)
            {
                float slope = IsPadding(frame, i) ? 0 : frame.IsTraining ? 2 * weight.Value[0] : weight.Value[0];
                if (fault != Fault.KeepsScratch || slopes[i] == 0)
                    slopes[i] = fault == Fault.KeepsScratch ? slope * frame.Input.Data[i] : slope;
                frame.Output.Data[i] = slope * frame.Input.Data[i];
            }
        }

        protected internal override void Backward(Frame frame)
        {
            Span<float> slopes = frame[memory].AsSpan();
            Span<float> gradient = frame.OutputGradient.Data, inputGradient = frame.InputGradient!.Data;
            float sum = 0;
            for (int i = 0; i < slopes.Length; i++)
            {
                float slope = fault switch
                {
                    Fault.KeepsScratch => slopes[i] / frame.Input.Data[i],
                    Fault.ForgetsPadding => frame.IsTraining ? 2 * weight.Value[0] : weight.Value[0],
                    Fault.ForgetsTraining when frame.IsTraining => slopes[i] / 2,
                    Fault.ForgetsInference when !frame.IsTraining => slopes[i] * 2,
                    _ => slopes[i],
                };
                sum += gradient[i] * frame.Output.Data[i] / weight.Value[0];
                inputGradient[i] = gradient[i] * slope + (fault == Fault.AddsToInputs ? inputGradient[i] : 0);
                slopes[i] = fault == Fault.SpoilsScratch ? slopes[i] * 2 : slopes[i];
            }

            Span<float> weightGradient = frame.Gradient(weight)!.AsSpan();
            weightGradient[0] = sum + (fault == Fault.AddsToParameters ? weightGradient[0] : 0);
        }

        private static bool IsPadding(Frame frame, int index) =>
            frame.Mask is { } mask && mask.Data[index / (frame.Output.Length / mask.Length)] == 0;
    }

    /// <summary>A layer that throws after the check has changed the parameter, which is after two passes.</summary>
    private sealed class Interrupted : Layer
    {
        private int passes;

        protected internal override void Build(LayerBuilder builder)
        {
            builder.AddParameter("weight", 3, new Ones());
        }

        protected internal override void Forward(Frame frame)
        {
            if (++passes > 2)
                throw new InvalidDataException();
        }

        protected internal override void Backward(Frame frame)
        {
        }
    }
}
