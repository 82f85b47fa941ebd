namespace NeuralNet.Tests;

public class MetricTests
{
    private static readonly float[] Target = [1, 0, 1, 1, 0, 0], Prediction = [0.9f, 0.6f, 0.4f, 0.7f, 0.1f, 0.3f];

    [Fact]
    public void PrecisionAndRecallAnswerForEachThreshold()
    {
        float[] thresholds = [0.2f, 0.5f, 0.95f];
        MetricAccumulator precision = new Precision(thresholds).CreateAccumulator(), recall = new Recall(thresholds).CreateAccumulator();
        precision.Update(Target, Prediction, 1, []);
        recall.Update(Target, Prediction, 1, []);
        Assert.Equal([3 / 5.0, 2 / 3.0, 0], precision.Results.ToArray());
        Assert.Equal([1, 2 / 3.0, 0], recall.Results.ToArray());
        Assert.Equal((3 / 5.0 + 2 / 3.0) / 3, precision.Result, 1e-12);
    }

    [Fact]
    public void PrecisionLooksAtTheTopKAndAtOneClass()
    {
        float[] target = [1, 0, 0, 0, 1, 0], prediction = [0.4f, 0.5f, 0.1f, 0.2f, 0.3f, 0.3f];
        Assert.Equal(0.5, ResultOf(new Precision(topK: 2), target, prediction, 3));
        Assert.Equal(0.5, ResultOf(new Precision(topK: 2, classId: 1), target, prediction, 3));
        Assert.Equal(1, ResultOf(new Recall(threshold: 0.25f, classId: 0), target, prediction, 3));
    }

    [Fact]
    public void AClassThatIsNotThereIsRefused() =>
        Assert.Throws<ArgumentException>(() => new Recall(classId: 3).Resolve([4, 3], [4, 3]));

    [Fact]
    public void SparseTopKFindsTheNumberedClass()
    {
        float[] prediction = [0.1f, 0.5f, 0.4f, 0.3f, 0.2f, 0.5f];
        Assert.Equal(0.5, ResultOf(new SparseTopKCategoricalAccuracy(2), [2, 1], prediction, 3));
        Assert.Equal(1, ResultOf(new SparseTopKCategoricalAccuracy(3), [2, 1], prediction, 3));
    }

    /// <summary>The area under the ROC curve is the fraction of pairs that are in the right order.</summary>
    [Fact]
    public void AUCNearsTheShareOfOrderedPairs()
    {
        var random = new Random(3);
        float[] target = [.. Enumerable.Range(0, 400).Select(i => i % 3 == 0 ? 1f : 0f)];
        float[] prediction = [.. target.Select(t => (float)(0.7 * random.NextDouble() + 0.3 * t * random.NextDouble()))];
        double ordered = 0, pairs = 0;
        for (int i = 0; i < 400; i++)
        {
            for (int j = 0; j < 400; j++)
            {
                if (target[i] == 1 && target[j] == 0)
                    (ordered, pairs) = (ordered + (prediction[i] > prediction[j] ? 1 : 0), pairs + 1);
            }
        }

        Assert.Equal(ordered / pairs, ResultOf(new AUC(20000), target, prediction, 1), 1e-4);
    }

    /// <summary>Keras: the metric of a loss has the loss's name, and of a text the text (trainers/compile_utils.py, get_metric).</summary>
    [Fact]
    public void TheMetricOfALossIsNamedAsGiven()
    {
        Assert.Equal("huber_loss", Metric.From(new Huber()).Name);
        Assert.Equal("robust", Metric.From(new Huber(), name: "robust").Name);
        Metric fromText = "huber";
        Assert.Equal("huber", fromText.Name);
        Assert.Throws<ArgumentException>(() => Metric.From(new Huber(), name: "loss"));
        Assert.Throws<ArgumentNullException>(() => Metric.From(null!));
    }

    [Fact]
    public void ALossIsAMetric()
    {
        Metric metric = new Huber(0.5f);
        Assert.Equal("huber_loss", metric.Name);
        Assert.Equal((0.5 * 0.25 * 0.25 + (0.5 * 3 - 0.5 * 0.25)) / 2, ResultOf(metric, [0, 0], [0.25f, 3], 1), 1e-6);
    }

    [Fact]
    public void SampleWeightsReachEachRowOfASample()
    {
        float[] target = [0, 0, 0, 0], prediction = [1, 3, 5, 7];
        MetricAccumulator accumulator = Metric.MeanAbsoluteError.CreateAccumulator();
        accumulator.Update(target, prediction, 1, [1, 3]);
        Assert.Equal((1 + 3 + 3 * (5 + 7)) / 8.0, accumulator.Result, 1e-6);
    }

    /// <summary>Keras compares with each threshold, one below 0 and one above 1 included, and joins the points by trapezia.</summary>
    [Fact]
    public void AUCTakesTheThresholdsThatItIsGiven()
    {
        float[] thresholds = [0.8f, 0.15f, 0.5f, 0.55f, 0.5f];
        float[] target = TestData.Integers(60, 1, 2).ToArray(), prediction = TestData.Uniform(60, 2).ToArray(),
            weights = TestData.Uniform(60, 3).ToArray();
        prediction[3] = 0.5f;
        prediction[4] = 0;
        prediction[5] = 1;
        double positives = 0, negatives = 0, area = 0, lastTrue = 0, lastFalse = 0;
        for (int i = 0; i < 60; i++)
            (positives, negatives) = target[i] == 1 ? (positives + weights[i], negatives) : (positives, negatives + weights[i]);
        foreach (float threshold in (float[])[1 + 1e-7f, .. thresholds.OrderDescending(), -1e-7f])
        {
            double truePositives = 0, falsePositives = 0;
            for (int i = 0; i < 60; i++)
            {
                if (prediction[i] > threshold)
                    (truePositives, falsePositives) = target[i] == 1 ? (truePositives + weights[i], falsePositives)
                        : (truePositives, falsePositives + weights[i]);
            }

            area += (falsePositives - lastFalse) * (truePositives + lastTrue) / 2;
            (lastTrue, lastFalse) = (truePositives, falsePositives);
        }

        MetricAccumulator accumulator = new AUC(thresholds: thresholds).CreateAccumulator();
        accumulator.Update(target, prediction, 1, weights);
        Assert.Equal(area / positives / negatives, accumulator.Result, 1e-6);
    }

    [Theory]
    [InlineData(AUCCurve.Roc)]
    [InlineData(AUCCurve.PrecisionRecall)]
    public void EvenThresholdsAreThoseOfTheirNumber(AUCCurve curve)
    {
        float[] target = TestData.Integers(60, 1, 2).ToArray(), prediction = TestData.Uniform(60, 2).ToArray();
        MetricAccumulator listed = new AUC(curve: curve, thresholds: [.. Enumerable.Range(1, 9).Select(i => i / 10f)]).CreateAccumulator();
        MetricAccumulator counted = new AUC(11, curve).CreateAccumulator();
        listed.Update(target, prediction, 1, []);
        counted.Update(target, prediction, 1, []);
        Assert.Equal(counted.Result, listed.Result);
        Assert.Contains("thresholds", Assert.Throws<ArgumentOutOfRangeException>(() => new AUC(thresholds: [0.5f, 1.5f])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UpdatesAllocateNothing()
    {
        Metric[] metrics =
        [
            new Precision(), new Recall([0.3f, 0.6f]), new F1Score(threshold: 0.5f), new AUC(), new R2Score(),
            new RootMeanSquaredError(), Metric.MeanAbsoluteError, Metric.CosineSimilarity, Metric.BinaryCrossEntropy,
        ];
        foreach (Metric metric in metrics)
        {
            MetricAccumulator accumulator = metric.CreateAccumulator();
            accumulator.Update(Target, Prediction, 2, []);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++)
                accumulator.Update(Target, Prediction, 2, []);
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    private static double ResultOf(Metric metric, float[] target, float[] prediction, int rowLength)
    {
        MetricAccumulator accumulator = metric.CreateAccumulator();
        accumulator.Update(target, prediction, rowLength, []);
        return accumulator.Result;
    }
}
