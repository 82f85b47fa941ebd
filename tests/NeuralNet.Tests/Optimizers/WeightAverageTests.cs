namespace NeuralNet.Tests;

public class WeightAverageTests
{
    private const float LearningRate = 0.1f;

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void AverageFollowsTheWeightsAndTakesTheirPlaceAtTheEnd(int? overwriteFrequency)
    {
        var optimizer = new SGD(LearningRate) { UseEma = true, EmaMomentum = 0.8f, EmaOverwriteFrequency = overwriteFrequency };
        var training = new OptimizerBench(optimizer, 5, seed: 1);
        double[] weights = training.Weights(), average = new double[5];
        for (int step = 0; step < 8; step++)
        {
            float[] gradient = training.Step();
            double momentum = step == 0 ? 0 : 0.8;
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] -= LearningRate * gradient[i];
                average[i] = momentum * average[i] + (1 - momentum) * weights[i];
                if (overwriteFrequency is int frequency && (step + 1) % frequency == 0)
                    weights[i] = average[i];
            }

            training.AssertWeights(weights);
        }

        training.Finish();
        training.AssertWeights(average);
    }

    [Fact]
    public void FitEndsWithTheAverage()
    {
        Tensor x = new float[,] { { 1, 2 }, { 3, -1 } }, y = new float[,] { { 1 }, { 0 } };
        var model = new Sequential(2, seed: 3).Dense(1);
        var plain = new Sequential(2, seed: 3).Dense(1);
        model.Compile(new SGD(LearningRate) { UseEma = true, EmaMomentum = 0.5f }, Loss.MeanSquaredError);
        plain.Compile(new SGD(LearningRate), Loss.MeanSquaredError);
        var recorder = new Recorder();
        plain.Fit(x, y, batchSize: 2, epochs: 4, verbose: Verbosity.Silent, callbacks: [recorder]);
        model.Fit(x, y, batchSize: 2, epochs: 4, verbose: Verbosity.Silent);

        double average = recorder.Values[0];
        foreach (float value in recorder.Values.Skip(1))
            average = 0.5 * average + 0.5 * value;
        Assert.Equal(average, model.Parameters[0].Value.AsSpan()[0], 1e-6);
    }

    [Fact]
    public void ALoadedModelContinuesWithItsAverageAndItsAccumulatedGradient()
    {
        Tensor x = new float[,] { { 1, 2 }, { 3, -1 } }, y = new float[,] { { 1 }, { 0 } };
        var model = new Sequential(2, seed: 3).Dense(1);
        model.Compile(new Adam(LearningRate) { UseEma = true, GradientAccumulationSteps = 2 }, Loss.MeanSquaredError);
        model.Fit(x, y, batchSize: 2, epochs: 3, verbose: Verbosity.Silent);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        Model again = Model.Load(file);
        model.Fit(x, y, batchSize: 2, epochs: 2, verbose: Verbosity.Silent);
        again.Fit(x, y, batchSize: 2, epochs: 2, verbose: Verbosity.Silent);
        Assert.Equal(model.Parameters[0].Value.ToArray(), again.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void OverwritingWithoutAnAverageIsRefused()
    {
        var model = new Sequential(1, seed: 1).Dense(1);
        var exception = Assert.Throws<ArgumentException>(() => model.Compile(new Adam { EmaOverwriteFrequency = 2 }, "mse"));
        Assert.Contains("UseEma = true", exception.Message, StringComparison.Ordinal);
    }

    private sealed class Recorder : Callback
    {
        public List<float> Values { get; } = [];

        protected internal override void OnBatchEnd(TrainingRun run) => Values.Add(run.Parameters[0].Value.AsSpan()[0]);
    }
}
