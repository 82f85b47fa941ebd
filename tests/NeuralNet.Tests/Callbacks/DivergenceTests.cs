namespace NeuralNet.Tests;

public class DivergenceTests
{
    private static readonly Tensor X = new float[,] { { 1e18f }, { 1 } };
    private static readonly Tensor Y = new float[,] { { -1e18f }, { 1 } };

    [Fact]
    public void WithoutTheCallbackALossThatIsNotANumberIsAnError() =>
        Assert.Throws<TrainingDivergedException>(() => Model().Fit(X, Y, batchSize: 1, epochs: 5, shuffle: false));

    [Theory]
    [InlineData(Verbosity.OneLinePerEpoch)]
    [InlineData(Verbosity.Silent)]
    public void WithItTrainingEndsAndTheWeightsStayFinite(Verbosity verbose)
    {
        Sequential model = Model();
        var output = new StringWriter();
        History history = model.Fit(
            X, Y, batchSize: 1, epochs: 5, shuffle: false, verbose: verbose, callbacks: [new TerminateOnNaN()], output: output);
        Assert.Single(history.Epochs);
        Assert.False(double.IsFinite(history["loss"][0]));
        bool isSaid = output.ToString().Contains("Warning: Batch 0: Invalid loss, terminating training", StringComparison.Ordinal);
        Assert.Equal(verbose != Verbosity.Silent, isSaid);
        Assert.All(model.Parameters, parameter => Assert.All(parameter.Value.ToArray(), value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void ASingleStepIsAnErrorAndChangesNothing()
    {
        Sequential model = Model();
        Tensor x = new float[,] { { 1e30f } }, y = new float[,] { { -1e30f } };
        Assert.Throws<TrainingDivergedException>(() => model.TrainOnBatch(x, y));
        Assert.Equal([1], model.Parameters[0].Value.ToArray());
        Assert.Equal([0], model.Layers[1].Parameters[2].Value.ToArray());
    }

    private static Sequential Model()
    {
        var model = new Sequential(1, seed: 1).Dense(1, kernelInitializer: "ones", useBias: false).BatchNormalization().Activation("exponential");
        model.Freeze("batch_normalization");
        model.Compile(new SGD(1), "mse");
        return model;
    }
}
