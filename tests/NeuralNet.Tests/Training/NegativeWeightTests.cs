namespace NeuralNet.Tests;

/// <summary>Tests that sample weights may be negative as in Keras: the loss is Σ w·l/N for any signs.</summary>
public class NegativeWeightTests
{
    private static readonly Tensor X = TestData.Normal([6, 2], 1), Y = TestData.Normal([6, 1], 2);
    private static readonly float[] Weights = [1, -0.5f, 0, 2, -1, 0.25f];

    [Fact]
    public void EvaluateWeighsTheLoss()
    {
        Model model = NewModel();
        float[] prediction = model.Predict(X).ToArray();
        double expected = Enumerable.Range(0, 6).Sum(i => Weights[i] * Math.Pow(prediction[i] - Y.AsSpan()[i], 2)) / 6;
        Assert.Equal(expected, model.Evaluate(X, Y, sampleWeight: Weights).Loss, 1e-5);
        Assert.Equal(expected, model.TestOnBatch(X, Y, Weights).Loss, 1e-5);
    }

    [Fact]
    public void AStepFollowsTheWeighedGradient()
    {
        Model model = NewModel();
        float[] before = model.Parameters[0].Value.ToArray(), error = [.. model.Predict(X).ToArray().Zip(Y.ToArray(), (p, t) => p - t)];
        model.Fit(X, Y, batchSize: 6, sampleWeight: Weights);
        for (int k = 0; k < 2; k++)
        {
            double gradient = Enumerable.Range(0, 6).Sum(i => Weights[i] * 2 * error[i] * X[i, k]) / 6;
            Assert.Equal(before[k] - 0.1 * gradient, model.Parameters[0].Value.AsSpan()[k], 1e-5);
        }
    }

    [Fact]
    public void ClassWeightsMayBeNegativeToo()
    {
        Tensor classes = new float[] { 0, 1, 0, 1, 1, 0 };
        Model weighed = NewModel(), byClass = NewModel();
        weighed.Fit(X, classes, sampleWeight: new float[] { 1, -2, 1, -2, -2, 1 });
        byClass.Fit(X, classes, classWeight: new Dictionary<int, float> { [1] = -2 });
        Assert.Equal(Bits.Of(weighed.Parameters[0].Value), Bits.Of(byClass.Parameters[0].Value));
    }

    /// <summary>A weighted metric is Σ w·m/Σ w, which negative weights may move out of the range of the metric, as in Keras.</summary>
    [Fact]
    public void WeightedMetricsAreMeansForAnySigns()
    {
        Model model = NewModel();
        model.Compile(new SGD(0.1f), Loss.MeanSquaredError, metrics: ["mse"], weightedMetrics: ["mae"]);
        float[] prediction = model.Predict(X).ToArray();
        double[] errors = [.. Enumerable.Range(0, 6).Select(i => (double)Math.Abs(prediction[i] - Y.AsSpan()[i]))];
        Evaluation evaluation = model.Evaluate(X, Y, sampleWeight: Weights);
        Assert.Equal(errors.Zip(Weights, (error, weight) => error * weight).Sum() / Weights.Sum(), evaluation["mae"], 1e-5);
        Assert.Equal(errors.Average(error => error * error), evaluation["mse"], 1e-5);
    }

    private static Model NewModel()
    {
        Model model = new Sequential(2, seed: 3).Dense(1, useBias: false);
        model.Compile(new SGD(0.1f), "mse");
        return model;
    }
}
