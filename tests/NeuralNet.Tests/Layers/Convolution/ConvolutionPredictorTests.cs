namespace NeuralNet.Tests;

/// <summary>Tests of convolutions in predictors, which join them with the layers behind them and pack their kernels.</summary>
public class ConvolutionPredictorTests
{
    [Fact]
    public void NormalizationAndActivationJoinTheConvolutionBeforeThem()
    {
        Sequential model = new Sequential([7, 8, 4], seed: 1)
            .Conv2D(6, 3, useBias: false, groups: 2)
            .BatchNormalization(gammaInitializer: new RandomNormal(1, 0.3f), betaInitializer: "normal")
            .Activation("relu")
            .Conv2D(5, 2, 2, biasInitializer: "normal")
            .BatchNormalization(scale: false);
        Assert.Equal(3, PredictionGraph.Of(model.Clone().Graph).Nodes.Count);
        Compare(model, TestData.Normal([4, 7, 8, 4], 2));
    }

    [Fact]
    public void SequencesAreJoinedLikeImages()
    {
        Sequential model = new Sequential([9, 4], seed: 1)
            .Conv1D(6, 3, padding: Padding.Causal)
            .BatchNormalization(gammaInitializer: new RandomNormal(1, 0.3f))
            .Activation("tanh");
        Assert.Equal(2, PredictionGraph.Of(model.Clone().Graph).Nodes.Count);
        Compare(model, TestData.Normal([4, 9, 4], 2));
    }

    /// <summary>The last axis is the width: its normalization is not one of the filters.</summary>
    [Fact]
    public void NormalizationOfTheWidthStaysALayer()
    {
        Sequential model = new Sequential([4, 7, 8], seed: 1)
            .Conv2D(6, 3, dataFormat: DataFormat.ChannelsFirst, biasInitializer: "normal")
            .BatchNormalization(gammaInitializer: new RandomNormal(1, 0.3f));
        Assert.Equal(3, PredictionGraph.Of(model.Clone().Graph).Nodes.Count);
        Compare(model, TestData.Normal([4, 4, 7, 8], 2));
    }

    [Fact]
    public void APredictorDoesNotSeeLaterTraining()
    {
        Sequential model = new Sequential([5, 5, 2], seed: 1).Conv2D(3, 3, activation: "relu").Flatten().Dense(2);
        Tensor x = TestData.Normal([4, 5, 5, 2], 2);
        Predictor predictor = model.ToPredictor();
        int[] before = Bits.Of(predictor.Predict(x));
        model.Parameters[0].SetValue(new Tensor(model.Parameters[0].Shape));
        Assert.Equal(before, Bits.Of(predictor.Predict(x)));
    }

    private static void Compare(Sequential model, Tensor x)
    {
        foreach (Parameter parameter in model.Parameters.Where(parameter => !parameter.IsTrainable))
        {
            Tensor values = TestData.Normal(parameter.Shape, 3);
            parameter.SetValue(parameter.ShortName.EndsWith("variance", StringComparison.Ordinal) ? Squared(values) : values);
        }

        Close.To(model.Predict(x), model.ToPredictor().Predict(x), Close.Reference, "prediction");
    }

    private static Tensor Squared(Tensor values)
    {
        foreach (ref float value in values.AsSpan())
            value = (value * value) + 0.1f;
        return values;
    }
}
