namespace NeuralNet.Tests;

/// <summary>Tests of results for each class and each threshold, from Evaluate, the history and single steps.</summary>
public class SeveralValuesTests
{
    private static readonly Tensor X =
        new float[,] { { 0.9f, 0.2f, 0.1f }, { 0.3f, 0.6f, 0.2f }, { 0.5f, 0.4f, 0.8f }, { 0.1f, 0.7f, 0.6f } };

    private static readonly Tensor Y = new float[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 1, 0, 0 }, { 0, 1, 0 } };

    private static readonly double[] Scores = [2 * 0.5 / 1.5, 1, 0];

    [Fact]
    public void EvaluateGivesEachClassAndEachThreshold()
    {
        Evaluation result = Compiled().Evaluate(X, Y);
        Check(result.Values("f1_score"));
        Check(result.Results.Values("f1_score"));
        Assert.Equal(Scores.Average(), result["f1_score"], 1e-6);
        Assert.Equal(3, result.Values("precision").Count);
        Assert.Equal(result["precision"], result.Values("precision").Average(), 1e-12);
        Assert.Equal([result["mae"]], result.Values("mae"));
        Assert.Equal([result.Loss], result.Values("loss"));
        Assert.Contains("f1_score", Assert.Throws<KeyNotFoundException>(() => result.Values("f1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PrecisionOfEachThresholdIsCounted()
    {
        Evaluation result = Compiled().Evaluate(X, Y);
        float[] thresholds = [0.15f, 0.45f, 0.85f];
        for (int i = 0; i < thresholds.Length; i++)
        {
            double found = X.ToArray().Zip(Y.ToArray()).Count(pair => pair.First > thresholds[i] && pair.Second == 1);
            Assert.Equal(found / X.ToArray().Count(value => value > thresholds[i]), result.Values("precision")[i], 1e-12);
        }
    }

    [Fact]
    public void TheHistoryKeepsThemForEveryEpoch()
    {
        Model model = Compiled();
        History history = model.Fit(X, Y, epochs: 3, validationData: (X, Y));
        Assert.Equal(3, history.Values("f1_score").Count);
        Assert.All(history.Values("val_f1_score"), Check);
        Assert.All(history.Values("f1_score"), Check);
        Assert.Equal(history["mae"].Select(value => (IReadOnlyList<double>)[value]), history.Values("mae"));

        var state = new SavedState();
        history.SaveState(state);
        var again = new History();
        again.RestoreState(SavedStateTests.ThroughText(state));
        Assert.Equal(history.Values("f1_score"), again.Values("f1_score"));
        Assert.Equal(history.Values("mae"), again.Values("mae"));
    }

    [Fact]
    public void SingleStepsGiveThem()
    {
        Model model = Compiled();
        Check(model.TestOnBatch(X, Y).Values("f1_score"));
        Check(model.TrainOnBatch(X, Y).Values("f1_score"));
    }

    [Fact]
    public void EqualLabelsComparesNumbers()
    {
        MetricAccumulator accumulator = Metric.EqualLabels.CreateAccumulator();
        accumulator.Update([1, 2, 3, 4], [0, 2, 3, 4], 1, []);
        Assert.Equal(0.75, accumulator.Result);
        accumulator.Reset();
        accumulator.Update([1, 2, 3, 4], [0, 2, 3, 4], 1, [1, 1, 0, 0]);
        Assert.Equal(0.5, accumulator.Result);
        Assert.Equal(("accuracy", "EqualLabels"), (Metric.EqualLabels.Name, Metric.EqualLabels.ClassName));
        Assert.IsType<Accuracy>((Metric)"accuracy");
        Assert.IsType<EqualLabels>((Metric)"equal_labels");
    }

    /// <summary>Class numbers in descending order of their outputs, of which the first k count, with one hit in each row.</summary>
    [Fact]
    public void SortedClassNumbersAreLookedThrough()
    {
        float[] target = [2, 1, 4], numbers = [1, 0, 3, 1, 2, 3, 2, 4, 4];
        Assert.Equal(1 / 3.0, ResultOf(1), 1e-7);
        Assert.Equal(2 / 3.0, ResultOf(2), 1e-7);
        Assert.Equal(2 / 3.0, ResultOf(9), 1e-7);

        double ResultOf(int k)
        {
            MetricAccumulator accumulator = new SparseTopKCategoricalAccuracy(k, fromSortedIds: true).CreateAccumulator();
            accumulator.Update(target, numbers, 3, []);
            return accumulator.Result;
        }
    }

    private static void Check(IReadOnlyList<double> scores) => Close.To(Scores, [.. scores.Select(score => (float)score)], 1e-6, "F1");

    /// <summary>Returns a model that returns its inputs and learns nothing.</summary>
    private static Model Compiled()
    {
        var identity = new Constant(new float[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } });
        Model model = new Sequential(3).Dense(3, useBias: false, kernelInitializer: identity);
        model.Compile(new SGD(0), "mse", new F1Score(), new Precision([0.15f, 0.45f, 0.85f]), "mae");
        return model;
    }
}
