namespace NeuralNet.Tests;

/// <summary>Every layer with parameters or an input gradient, against differences of its forward pass.</summary>
public class GradientCheckTests
{
    private static readonly Initializer Drawn = new RandomNormal(1, 0.5f);

    public static TheoryData<string, Func<Layer>, Shape[]> OneInput => new()
    {
        { "dense", () => new Dense(3, "tanh", biasInitializer: Drawn), [5] },
        { "dense with activity regularizer", () => new Dense(3, "sigmoid", activityRegularizer: new L2(0.3f)), [5] },
        { "dense over time", () => new Dense(2), [[3, 4]] },
        { "activation", () => new ActivationLayer("softmax"), [4] },
        { "softmax", () => new Softmax(), [4] },
        { "leaky ReLU", () => new LeakyReLU(), [4] },
        { "ELU", () => new ELU(0.7f), [4] },
        { "PReLU", () => new PReLU(Drawn), [[2, 3]] },
        { "PReLU shared", () => new PReLU(Drawn, sharedAxes: [1]), [[2, 3]] },
        { "batch normalization", () => new BatchNormalization(gammaInitializer: Drawn), [3] },
        { "batch normalization over time", () => new BatchNormalization(gammaInitializer: Drawn), [[2, 3]] },
        { "batch normalization, plain", () => new BatchNormalization(center: false, scale: false), [3] },
        { "batch normalization, frozen", () => new BatchNormalization { IsTrainable = false }, [3] },
        { "layer normalization", () => new LayerNormalization(gammaInitializer: Drawn), [[2, 5]] },
        { "layer normalization, plain", () => new LayerNormalization(center: false, scale: false), [5] },
        { "unit normalization", () => new UnitNormalization(), [5] },
        { "normalization", () => new Normalization(mean: [1, 2, 3], variance: [4, 5, 6]), [3] },
        { "normalization, inverse", () => new Normalization(mean: [1], variance: [4], invert: true), [3] },
        { "rescaling", () => new Rescaling(3, 1), [3] },
        { "dropout", () => new Dropout(0.4f), [30] },
        { "alpha dropout", () => new AlphaDropout(0.4f), [30] },
        { "Gaussian noise", () => new GaussianNoise(0.4f), [30] },
        { "flatten", () => new Flatten(), [[2, 3]] },
        { "reshape", () => new Reshape([3, -1]), [6] },
        { "average pooling", () => new GlobalAveragePooling1D(), [[4, 3]] },
        { "max pooling", () => new GlobalMaxPooling1D(), [[4, 3]] },
        { "concatenate", () => new Concatenate(), [2, 3] },
        { "concatenate along time", () => new Concatenate(axis: 1), [[2, 3], [1, 3]] },
        { "add", () => new Add(), [3, 3, 3] },
        { "subtract", () => new Subtract(), [3, 3] },
        { "multiply", () => new Multiply(), [3, 3, 3] },
        { "average", () => new Average(), [3, 3, 3] },
        { "maximum", () => new Maximum(), [3, 3, 3] },
    };

    [Theory]
    [MemberData(nameof(OneInput))]
    public void BackwardIsTheDerivativeOfForward(string what, Func<Layer> make, Shape[] inputShapes)
    {
        GradientCheck check = GradientCheck.Run(make(), inputShapes);
        Assert.True(check.LargestError < 1e-3, $"{what}: {check}");
        Assert.NotEmpty(check.Errors);
    }

    [Fact]
    public void EmbeddingsGatherTheGradientsOfTheirPlaces()
    {
        Tensor tokens = new float[,] { { 0, 3, 3 }, { 1, 3, 0 } };
        GradientCheck check = GradientCheck.Run(new Embedding(5, 2), [tokens], checkInputs: false);
        Assert.Equal("embedding/embeddings", Assert.Single(check.Errors).Key);
        Assert.True(check.LargestError < 1e-3, check.ToString());
    }

    [Fact]
    public void InferenceIsCheckedToo()
    {
        Tensor x = new float[,] { { 1, -2, 3 }, { 0.5f, 2, -1 } };
        Assert.True(GradientCheck.Run(new BatchNormalization(), [x], isTraining: false).LargestError < 1e-3);
    }

    [Fact]
    public void AWrongBackwardPassIsFound()
    {
        GradientCheck check = GradientCheck.Run(new Doubled(), 6);
        Assert.True(check.LargestError > 0.3, check.ToString());
        Assert.Contains("input", Assert.Throws<InvalidOperationException>(() => check.ThrowIfAbove(1e-3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheParametersAreAsTheyWere()
    {
        var layer = new Dense(2);
        var model = new Sequential(3, seed: 1).Add(layer);
        float[] before = layer.Parameters[0].Value.ToArray();
        GradientCheck.Run(layer, 3).ThrowIfAbove(1e-3);
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
        GradientCheck.Run(loss, target, prediction, fused).ThrowIfAbove(1e-3);
    }

    /// <summary>y = x², with half of its derivative.</summary>
    private sealed class Doubled : Layer
    {
        protected internal override Shape Build(LayerBuilder builder) => builder.InputShape;

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
}
