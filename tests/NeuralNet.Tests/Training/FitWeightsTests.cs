using static NeuralNet.Tests.FitExample;

namespace NeuralNet.Tests;

/// <summary>Tests of the weights of samples, steps and classes.</summary>
public class FitWeightsTests
{
    [Fact]
    public void SampleWeightsCountInTheLossAndNotInTheMetrics()
    {
        Tensor weights = TestData.Uniform(30, 4, 0, 3);
        Sequential model = Standing("mse", "mse");
        History history = model.Fit(X, Y, verbose: Verbosity.Silent, sampleWeight: weights);
        Tensor p = model.Predict(X);
        double[] squares = [.. Enumerable.Range(0, 30).Select(i => Math.Pow(p[i, 0] - Y[i, 0], 2))];
        Close.To(squares.Select((square, i) => square * weights[i]).Sum() / 30, history["loss"][0], 1e-5, "loss");
        Close.To(squares.Average(), history["mse"][0], 1e-5, "mse");
        Close.To(history["loss"][0], model.Evaluate(X, Y, sampleWeight: weights).Loss, 1e-6, "evaluated loss");
    }

    [Fact]
    public void TheValidationDataHaveWeightsOfTheirOwn()
    {
        Tensor weights = TestData.Uniform(30, 5);
        Sequential model = Linear();
        History history = model.Fit(X, Y, batchSize: 8, verbose: Verbosity.Silent, validationData: (X, Y), validationSampleWeight: weights);
        Close.To(model.Evaluate(X, Y, 8, weights).Loss, history["val_loss"][0], 1e-12, "val_loss");
        Assert.NotEqual(model.Evaluate(X, Y, 8).Loss, history["val_loss"][0], 1e-3);
    }

    /// <summary>Steps of outputs (rows, steps, features) with weight 0 have no effect; the loss is a weighted mean.</summary>
    [Fact]
    public void EachStepOfASampleMayHaveAWeight()
    {
        Tensor x = TestData.Normal([6, 4, 3], 3), y = TestData.Normal([6, 4, 2], 4), weights = TestData.Uniform([6, 4], 5);
        Sequential model = new Sequential([4, 3], seed: 1).Dense(2, name: "steps");
        model.Compile("sgd", "mse", [], ["mae"]);
        Tensor prediction = model.Predict(x);
        double loss = 0, error = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double difference = prediction.AsSpan()[i] - y.AsSpan()[i], weight = weights.AsSpan()[i / 2];
            (loss, error) = (loss + weight * difference * difference, error + weight * Math.Abs(difference));
        }

        Evaluation result = model.Evaluate(x, y, 4, weights);
        Close.To(loss / y.Length, result.Loss, 1e-6, "loss");
        Close.To(error / 2 / weights.ToArray().Sum(), result["mae"], 1e-6, "weighted mae");
        Assert.Equal(model.TestOnBatch(x, y, weights).Loss, result.Loss, 1e-6);

        model.Fit(x, y, 6, verbose: Verbosity.Silent, sampleWeight: weights);
        Sequential stepped = new Sequential(3, seed: 1).Dense(2);
        stepped.Compile("sgd", "mse");
        stepped.Fit(x.Reshape([24, 3]), y.Reshape([24, 2]), 24, verbose: Verbosity.Silent, sampleWeight: weights.Reshape(24));
        Close.To(stepped.Parameters[0].Value, model.Parameters[0].Value, 1e-6, "kernel");

        string message = Assert.Throws<ArgumentException>(() => model.Fit(x, y, sampleWeight: new Tensor([6, 3]))).Message;
        Assert.Contains("(6,), or one for each step, shape (6, 4), for the output 'steps'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void SampleWeightsAreSplitWithTheRows()
    {
        Tensor weights = TestData.Uniform(30, 4, 0, 3);
        Sequential model = Standing("mse");
        History history = model.Fit(X, Y, verbose: Verbosity.Silent, validationSplit: 0.2, sampleWeight: weights);
        Tensor p = model.Predict(X);
        Close.To(
            Enumerable.Range(24, 6).Average(i => weights[i] * Math.Pow(p[i, 0] - Y[i, 0], 2)), history["val_loss"][0], 1e-5, "val_loss");
    }

    [Fact]
    public void SampleWeightsAreShuffledWithTheRows()
    {
        Tensor weights = new Tensor(30);
        for (int i = 0; i < 15; i++)
            weights[i] = 1;
        Sequential model = Linear();
        model.Fit(X, Y, batchSize: 30, epochs: 3, verbose: Verbosity.Silent, sampleWeight: weights);
        Sequential unshuffled = Linear();
        unshuffled.Fit(X, Y, batchSize: 30, epochs: 3, verbose: Verbosity.Silent, sampleWeight: weights, shuffle: false);
        for (int i = 0; i < model.Parameters.Count; i++)
            Close.To(
                [.. unshuffled.Parameters[i].Value.ToArray().Select(value => (double)value)], model.Parameters[i].Value.Data, 1e-5,
                "weights");
    }

    [Fact]
    public void ClassWeightsAreTheSampleWeightsOfTheLabels()
    {
        Tensor weights = new Tensor(30);
        for (int i = 0; i < 30; i++)
            weights[i] = Labels[i, 0] == 1 ? 2.5f : 1;
        Assert.Equal(
            Trained(Labels, "bce", sampleWeight: weights), Trained(Labels, "bce", classWeight: new Dictionary<int, float> { [1] = 2.5f }));
    }

    [Fact]
    public void ClassWeightsReadOneHotTargets()
    {
        Tensor oneHot = TestData.OneHot(30, 4, 5), weights = new Tensor(30);
        for (int i = 0; i < 30; i++)
            weights[i] = oneHot[i, 0] == 1 ? 0.5f : oneHot[i, 2] == 1 ? 3 : 1;
        Assert.Equal(
            Trained(oneHot, "categorical_crossentropy", sampleWeight: weights),
            Trained(oneHot, "categorical_crossentropy", classWeight: new Dictionary<int, float> { [0] = 0.5f, [2] = 3, [9] = 7 }));
    }

    [Fact]
    public void ClassWeightsAreOfTrainingAlone()
    {
        var model = new Sequential(3, seed: 1).Dense(1, "sigmoid");
        model.Compile(new SGD(0), "bce");
        History history = model.Fit(
            X, Labels, verbose: Verbosity.Silent, validationData: (X, Labels), classWeight: new Dictionary<int,
                float>
            { [0] = 5, [1] = 5 });
        Close.To(5 * history["val_loss"][0], history["loss"][0], 1e-5, "loss");
    }

    private static int[] Trained(Tensor y, Loss loss, Tensor? sampleWeight = null, Dictionary<int, float>? classWeight = null)
    {
        int outputs = y.Shape[1];
        var model = new Sequential(3, seed: 1).Dense(outputs, outputs == 1 ? "sigmoid" : "softmax");
        model.Compile("adam", loss);
        model.Fit(X, y, batchSize: 8, epochs: 3, verbose: Verbosity.Silent, sampleWeight: sampleWeight, classWeight: classWeight);
        return Bits.Of(model);
    }
}
