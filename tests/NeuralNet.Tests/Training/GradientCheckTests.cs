namespace NeuralNet.Tests;

/// <summary>The public check of gradients: it passes what is right and finds what is wrong.</summary>
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
        Assert.True(check.LargestError < 1e-3, $"{what}: {check}");
        check.ThrowIfAbove(1e-3);
    }

    [Fact]
    public void EmbeddingsGatherTheGradientsOfTheirPlaces()
    {
        Tensor tokens = new float[,] { { 0, 3, 3 }, { 1, 3, 0 } };
        NeuralNet.GradientCheck check = NeuralNet.GradientCheck.Run(new Embedding(5, 2), [tokens], checkInputs: false);
        Assert.Equal("embedding/embeddings", Assert.Single(check.Errors).Key);
        Assert.True(check.LargestError < 1e-3, check.ToString());
    }

    [Fact]
    public void InferenceIsCheckedToo()
    {
        Tensor x = new float[,] { { 1, -2, 3 }, { 0.5f, 2, -1 } };
        Assert.True(NeuralNet.GradientCheck.Run(new BatchNormalization(), [x], isTraining: false).LargestError < 1e-3);
    }

    [Fact]
    public void AWrongBackwardPassIsFound()
    {
        NeuralNet.GradientCheck check = NeuralNet.GradientCheck.Run(new Halved(), 6);
        Assert.True(check.LargestError > 0.3, check.ToString());
        Assert.Contains("input", Assert.Throws<InvalidOperationException>(() => check.ThrowIfAbove(1e-3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheParametersAreAsTheyWere()
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

    /// <summary>y = x², with half of its derivative.</summary>
    private sealed class Halved : Layer
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
