namespace NeuralNet.Tests;

public class MetricCallTests
{
    [Fact]
    public void IsTheMetricOfEvaluate()
    {
        Sequential model = new Sequential(3, seed: 1).Dense(2, "softmax");
        Tensor x = new float[,] { { 1, -2, 0.5f }, { 0.1f, 0.2f, 3 }, { -1, 1, -1 }, { 2, 0, 1 } };
        Tensor y = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } };
        Metric[] metrics = ["accuracy", "sparse_categorical_crossentropy", new SparseTopKCategoricalAccuracy(1)];
        model.Compile(new SGD(), Loss.SparseCategoricalCrossEntropy, metrics);
        Evaluation evaluation = model.Evaluate(x, y);
        foreach (Metric metric in metrics)
            Assert.Equal(evaluation[metric.Name], metric.Call(y, model.Predict(x)), 1e-6);
    }

    [Fact]
    public void MeansAreThoseOfTheirFormulas()
    {
        Tensor y = new float[,] { { 1 }, { 2 }, { 3 } }, prediction = new float[,] { { 1.5f }, { 2 }, { 1 } };
        Assert.Equal((0.25 + 0 + 4) / 3, Metric.MeanSquaredError.Call(y, prediction), 1e-6);
        Assert.Equal((0.5 + 0 + 2) / 3, Metric.MeanAbsoluteError.Call(y.Reshape([3]), prediction), 1e-6);
        Assert.Equal(1, new AUC(exact: true).Call(new float[] { 0, 0, 1 }, new float[,] { { 0.1f }, { 0.4f }, { 0.8f } }));
    }

    [Fact]
    public void TargetsThatDoNotFitAreNamed()
    {
        Tensor prediction = new float[,] { { 0.2f, 0.8f }, { 0.5f, 0.5f } };
        ArgumentException error = Assert.Throws<ArgumentException>(() => Metric.MeanSquaredError.Call(new Tensor([3, 2]), prediction));
        Assert.Equal("target", error.ParamName);
        Assert.Contains("(2, 2)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(3, 2)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Metric.MeanSquaredError.Call(new Tensor([2]), prediction));
        Assert.Throws<ArgumentException>(() => Metric.SparseCategoricalCrossEntropy.Call(new float[,] { { 0 }, { 2 } }, prediction));
        Assert.Throws<ArgumentException>(() => Metric.MeanSquaredError.Call(new Tensor([0, 2]), new Tensor([0, 2])));
        Assert.Throws<ArgumentNullException>(() => Metric.MeanSquaredError.Call(null!, prediction));
        Assert.Throws<ArgumentNullException>(() => Metric.MeanSquaredError.Call(prediction, null!));
    }
}
