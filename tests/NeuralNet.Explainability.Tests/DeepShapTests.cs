namespace NeuralNet.Explainability.Tests;

public class DeepShapTests
{
    private static readonly Tensor Row = new float[] { 1, -2, 0.5f, 3 };
    private static readonly Tensor Background = Examples.Rows(40, 4, seed: 4);

    [Fact]
    public void OfALinearModelIsWeightTimesDistanceFromTheMean()
    {
        Attribution attribution = new DeepShap(Examples.Linear(), Background).Explain(Row);
        Examples.AssertClose(
            [.. Enumerable.Range(0, 4)
                .Select(i => Examples.Weights[i] * (Row[i] - Enumerable.Range(0, 40).Average(row => (double)Background[row, i])))],
            attribution.Values, 1e-5);
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("step")]
    public void TheValuesSumToTheChangeOfThePrediction(string activation)
    {
        Model model = Examples.Classifier(activation);
        for (int output = 0; output < 3; output++)
        {
            AttributionSet set = new DeepShap(model, Background).ExplainRows(Examples.Rows(10, 4, seed: 6), output);
            Assert.All(set, attribution => Assert.True(Math.Abs(attribution.Residual!.Value) < 2e-6, $"residual {attribution.Residual}"));
        }
    }

    [Fact]
    public void OneHiddenLayerFollowsTheRescaleRule()
    {
        Sequential model = new Sequential(4, seed: 9).Dense(5, "relu").Dense(1);
        Tensor reference = Examples.Rows(1, 4, seed: 2);
        Attribution attribution = new DeepShap(model, reference).Explain(Row);
        double[] expected = new double[4];
        for (int unit = 0; unit < 5; unit++)
        {
            double z = 0, z0 = 0;
            for (int i = 0; i < 4; i++)
            {
                z += (double)model.Parameters[0].Value[i, unit] * Row[i];
                z0 += (double)model.Parameters[0].Value[i, unit] * reference[0, i];
            }

            double slope = (Math.Max(z, 0) - Math.Max(z0, 0)) / (z - z0);
            for (int i = 0; i < 4; i++)
                expected[i] += model.Parameters[2].Value[unit, 0] * slope * model.Parameters[0].Value[i, unit] * (Row[i] - reference[0, i]);
        }

        Examples.AssertClose(expected, attribution.Values, 1e-5);
    }

    [Fact]
    public void BranchesSharedLayersAndActivationLayersAddUp()
    {
        var input = new Input(4, seed: 2);
        var shared = new Dense(4, "tanh");
        Node once = input.Add(shared), twice = once.Add(shared);
        Node output = twice.Add(input).Concatenate(once).Dense(6).Activation("relu").Dropout(0.5f).Dense(2, "softmax");
        AttributionSet set = new DeepShap(new Model(input, output), Background).ExplainRows(Examples.Rows(5, 4, seed: 6), output: 1);
        Assert.All(set, attribution => Assert.True(Math.Abs(attribution.Residual!.Value) < 2e-6, $"residual {attribution.Residual}"));
    }

    [Fact]
    public void LayersOfEverySmoothKindAddUp()
    {
        var input = new Input(4, seed: 2);
        Node hidden = input.Dense(6, "gelu").BatchNormalization().LayerNormalization();
        Node output = hidden.Multiply(input.Dense(6, "silu")).Add(hidden.UnitNormalization()).Dense(5).Softmax().Dense(3, "log_softmax");
        var model = new Model(input, output);
        AttributionSet set = new DeepShap(model, Background).ExplainRows(Examples.Rows(5, 4, seed: 6), output: 1);
        Assert.All(set, attribution => Assert.True(Math.Abs(attribution.Residual!.Value) < 1e-5, $"residual {attribution.Residual}"));
    }

    [Fact]
    public void LayersWithKinksAddUpToTheErrorOfTheirPoints()
    {
        var input = new Input(4, seed: 2);
        Node hidden = input.Dense(12, "tanh").PReLU().Maximum(input.Dense(12)).Reshape([4, 3]).GlobalMaxPooling1D().LeakyReLU();
        var model = new Model(input, hidden.Dense(1));
        AttributionSet set = new DeepShap(model, Background).ExplainRows(Examples.Rows(5, 4, seed: 6));
        Assert.All(set, attribution => Assert.True(
            Math.Abs(attribution.Residual!.Value) < 0.02 * Math.Abs(attribution.Prediction - attribution.BaseValue!.Value),
            $"residual {attribution.Residual} of {attribution.Prediction} - {attribution.BaseValue}"));
    }

    [Fact]
    public void ASharpSoftmaxAddsUp()
    {
        Sequential model = Examples.Classifier("relu");
        model.Parameters[4].SetValue(new Tensor([8, 3], [.. model.Parameters[4].Value.ToArray().Select(value => 60 * value)]));
        AttributionSet set = new DeepShap(model, Background).ExplainRows(Examples.Rows(5, 4, seed: 6), output: 1);
        Assert.All(set, attribution => Assert.True(Math.Abs(attribution.Residual!.Value) < 1e-4, $"residual {attribution.Residual}"));
    }

    [Fact]
    public void AProductIsSharedOutByItsMeanSlope()
    {
        // y = a·b between (a0, b0) and (a, b): ∫ b(t) dt·(a − a0) = (b0 + b)/2·(a − a0), and likewise for b.
        Model model = new Sequential(2, seed: 1).Add(new ProductLayer());
        Tensor reference = new float[,] { { 1, -1 } };
        Attribution attribution = new DeepShap(model, reference).Explain(new float[] { 3, 2 });
        Examples.AssertClose([(-1 + 2) / 2.0 * 2, (1 + 3) / 2.0 * 3], attribution.Values, 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5f)]
    [InlineData(-2)]
    public void ALayerOfUnknownKindIsAveragedOverThePath(float bend)
    {
        // Σ w·(z + bend·z²) owes w·(z − z₀)·(1 + bend·(z + z₀)) to each z.
        Model model = new Sequential(4, seed: 1).Add(new BentLayer(bend)).Dense(1);
        Tensor weights = model.Parameters[0].Value, reference = Examples.Rows(1, 4, seed: 2);
        Attribution attribution = new DeepShap(model, reference).Explain(Row);
        Examples.AssertClose(
            [.. Enumerable.Range(0, 4).Select(i =>
                weights[i, 0] * (double)(Row[i] - reference[0, i]) * (1 + bend * (Row[i] + reference[0, i])))],
            attribution.Values, 1e-5);
    }

    [Fact]
    public void ALayerThatIsDeclaredAffineIsDifferentiatedOnce()
    {
        var layer = new CountingLayer(isAffine: true);
        Model model = new Sequential(4, seed: 1).Add(layer).Dense(1);
        new DeepShap(model, Background).Explain(Row);
        Assert.Equal(1, layer.BackwardCalls);
        layer = new CountingLayer(isAffine: false);
        model = new Sequential(4, seed: 1).Add(layer).Dense(1);
        new DeepShap(model, Background).Explain(Row);
        Assert.True(layer.BackwardCalls > 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnActivationOfTheUserAddsUpDeclaredElementwiseOrNot(bool isElementwise)
    {
        Model model = new Sequential(4, seed: 1).Dense(6, new Cube(isElementwise)).Dense(2);
        AttributionSet set = new DeepShap(model, Background).ExplainRows(Examples.Rows(5, 4, seed: 6), output: 1);
        Assert.All(set, attribution => Assert.Equal(
            0, attribution.Residual!.Value, 1e-5 * (1 + Math.Abs(attribution.Prediction) + Math.Abs(attribution.BaseValue!.Value))));
        Attribution[] others = [.. new DeepShap(new Sequential(4, seed: 1).Dense(6, new Cube(!isElementwise)).Dense(2), Background)
            .ExplainRows(Examples.Rows(5, 4, seed: 6), output: 1)];
        for (int row = 0; row < others.Length; row++)
            Examples.AssertClose(others[row].Values, set[row].Values, 1e-4 * (1 + Math.Abs(set[row].Prediction)));
    }

    /// <summary>Layers of the library that are declared affine preserve the midpoint of two inputs.</summary>
    [Theory]
    [MemberData(nameof(LayersOfTheLibrary))]
    public void LayersThatAreDeclaredAffineAre(string what, Func<Layer> make, int[] rowShape, int inputs)
    {
        Layer layer = make();
        Assert.True(layer.IsAffine, what);
        Tensor[] first = [.. Enumerable.Range(0, inputs).Select(i => Rows(rowShape, 20 + i))];
        Tensor[] second = [.. Enumerable.Range(0, inputs).Select(i => Rows(rowShape, 30 + i))];
        Tensor[] middle = [.. first.Zip(second, (a, b) => new Tensor(a.Shape, [.. a.ToArray().Zip(b.ToArray(), (x, y) => (x + y) / 2)]))];
        layer.Call(first, seed: 1);
        foreach (Parameter parameter in layer.Parameters)
        {
            float[] values = [.. Enumerable.Range(0, parameter.Shape.Size).Select(i => 0.5f + 0.3f * (i % 4))];
            parameter.SetValue(new Tensor(parameter.Shape, values));
        }

        float[][] results = [.. new[] { first, second, middle }.Select(x => layer.Call(x)[0].ToArray())];
        for (int i = 0; i < results[0].Length; i++)
            Assert.Equal((results[0][i] + results[1][i]) / 2, results[2][i], 1e-4f);

        static Tensor Rows(int[] shape, int seed) => Examples.Rows(3, shape.Aggregate(1, (a, b) => a * b), seed).Reshape([3, .. shape]);
    }

    public static TheoryData<string, Func<Layer>, int[], int> LayersOfTheLibrary => new()
    {
        { "Dense", () => new Dense(3), [4], 1 },
        { "ActivationLayer", () => new ActivationLayer(Activation.Linear), [4], 1 },
        { "BatchNormalization", () => new BatchNormalization(), [4], 1 },
        { "Normalization", () => new Normalization(mean: [1, 2, 3, 4], variance: [1, 4, 9, 16]), [4], 1 },
        { "Rescaling", () => new Rescaling(2, 1), [4], 1 },
        { "Add", () => new Add(), [4], 2 },
        { "Subtract", () => new Subtract(), [4], 2 },
        { "Average", () => new Average(), [4], 3 },
        { "Concatenate", () => new Concatenate(), [4], 2 },
        { "Flatten", () => new Flatten(), [2, 3], 1 },
        { "Reshape", () => new Reshape([3, 2]), [2, 3], 1 },
        { "GlobalAveragePooling1D", () => new GlobalAveragePooling1D(), [3, 2], 1 },
        { "Dropout", () => new Dropout(0.5f), [4], 1 },
        { "AlphaDropout", () => new AlphaDropout(0.5f), [4], 1 },
        { "GaussianNoise", () => new GaussianNoise(0.5f), [4], 1 },
    };

    [Fact]
    public void ActivationsThatAreDeclaredElementwiseAre()
    {
        Activation[] elementwise =
        [
            .. new[]
            {
                "elu", "exponential", "gelu", "hard_sigmoid", "hard_silu", "leaky_relu", "linear", "mish", "relu", "relu6", "selu",
                "sigmoid", "silu", "softplus", "softsign", "step", "tanh",
            }.Select(name => (Activation)name!), Activation.GELU(approximate: true),
        ];
        Tensor x = new[] { -1.5f, -0.5f, 0.25f, 0.75f, 2 };
        Assert.All(elementwise, activation =>
        {
            Assert.True(activation.IsElementwise, activation.Name);
            Tensor together = activation.Call(x);
            for (int i = 0; i < x.Length; i++)
                Assert.Equal(activation.Call(new[] { x[i] })[0], together[i], 1e-6f);
        });
        Assert.False(Activation.Softmax.IsElementwise);
        Assert.False(Activation.LogSoftmax.IsElementwise);
    }

    [Fact]
    public void ARowIsExplainedAloneAsAmongOthers()
    {
        Tensor background = Examples.Rows(600, 4, seed: 4), x = Examples.Rows(5, 4, seed: 6);
        var explainer = new DeepShap(Examples.Classifier("relu"), background);
        AttributionSet set = explainer.ExplainRows(x, output: 1);
        for (int row = 0; row < 5; row++)
            Assert.Equal(set[row].Values, explainer.Explain(Examples.Row(x, row), output: 1).Values);
    }

    [Fact]
    public async Task ManyThreadsExplainConcurrently()
    {
        var explainer = new DeepShap(Examples.Classifier("relu"), Background);
        Tensor x = Examples.Rows(8, 4, seed: 6);
        double[][] expected = [.. Enumerable.Range(0, 8).Select(row => explainer.Explain(Examples.Row(x, row)).Values.ToArray())];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(row => Task.Run(() =>
        {
            for (int repeat = 0; repeat < 20; repeat++)
                Assert.Equal(expected[row], explainer.Explain(Examples.Row(x, row)).Values);
        })));
    }

    [Fact]
    public void WeightsAndLayersThatComeLaterCount()
    {
        Sequential model = new Sequential(4, seed: 1).Dense(6, "relu");
        var explainer = new DeepShap(model, Background);
        explainer.Explain(Row, output: 0);
        model.Dense(2, "softmax");
        AssertAddsUp(explainer.Explain(Row, output: 1));
        model.Parameters[0].SetValue(Examples.Rows(4, 6, seed: 11));
        Attribution attribution = explainer.Explain(Row, output: 1);
        AssertAddsUp(attribution);
        Assert.Equal(new DeepShap(model, Background).Explain(Row, output: 1).Values, attribution.Values);

        static void AssertAddsUp(Attribution attribution) => Assert.True(
            Math.Abs(attribution.Residual!.Value) < 2e-6, $"residual {attribution.Residual}");
    }

    [Fact]
    public void ReferencesEqualToTheRowGiveZeros()
    {
        Tensor reference = Row.Reshape([1, 4]);
        Assert.All(new DeepShap(Examples.Classifier("tanh"), reference).Explain(Row, output: 1).Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void ALayerThatLooksUpIsNamed()
    {
        Model model = new Sequential(2, seed: 1).Embedding(5, 3, name: "words").Flatten().Dense(1);
        Assert.Contains(
            "'words'",
            Assert.Throws<ArgumentException>(() => new DeepShap(model, Examples.Rows(3, 2, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("'words'", Assert.Throws<ArgumentException>(() => new Saliency(model)).Message, StringComparison.Ordinal);
    }

    /// <summary>A layer that multiplies two inputs, which the derivative by one value does not describe.</summary>
    private sealed class ProductLayer : Layer
    {
        protected override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => 1;

        protected override void Forward(Frame frame)
        {
            for (int row = 0; row < frame.BatchSize; row++)
                frame.Output[row, 0] = frame.Input[row, 0] * frame.Input[row, 1];
        }

        protected override void Backward(Frame frame)
        {
            if (frame.InputGradient is not { } gradient)
                return;
            for (int row = 0; row < frame.BatchSize; row++)
            {
                gradient[row, 0] = frame.OutputGradient[row, 0] * frame.Input[row, 1];
                gradient[row, 1] = frame.OutputGradient[row, 0] * frame.Input[row, 0];
            }
        }
    }

    /// <summary>A layer x + bend·x², which is not declared affine.</summary>
    private sealed class BentLayer(float bend) : Layer
    {
        protected override void Forward(Frame frame)
        {
            for (int i = 0; i < frame.Output.Length; i++)
                frame.Output.AsSpan()[i] = frame.Input.AsSpan()[i] + bend * frame.Input.AsSpan()[i] * frame.Input.AsSpan()[i];
        }

        protected override void Backward(Frame frame)
        {
            if (frame.InputGradient is not { } gradient)
                return;
            for (int i = 0; i < gradient.Length; i++)
                gradient.AsSpan()[i] = frame.OutputGradient.AsSpan()[i] * (1 + 2 * bend * frame.Input.AsSpan()[i]);
        }
    }

    /// <summary>An identity layer that counts its backward passes.</summary>
    private sealed class CountingLayer(bool isAffine) : Layer
    {
        private int backwardCalls;

        public int BackwardCalls => backwardCalls;

        public override bool IsAffine => isAffine;

        protected override void Forward(Frame frame) => frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());

        protected override void Backward(Frame frame)
        {
            Interlocked.Increment(ref backwardCalls);
            frame.OutputGradient.AsSpan().CopyTo(frame.InputGradient!.AsSpan());
        }
    }

    /// <summary>y = x³.</summary>
    private sealed class Cube(bool isElementwise) : Activation
    {
        public override string Name => "cube";

        public override bool IsElementwise => isElementwise;

        protected override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
        {
            for (int i = 0; i < input.Length; i++)
                output[i] = input[i] * input[i] * input[i];
        }

        protected override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength)
        {
            for (int i = 0; i < input.Length; i++)
                gradient[i] *= 3 * input[i] * input[i];
        }
    }
}
