namespace NeuralNet.TestSupport;

/// <summary>A metric, the numbers that it takes, and the length of a row of predictions.</summary>
internal sealed record MetricExample(Metric Metric, Values Targets, Values Predictions, int RowLength);

/// <summary>One line for each metric, and one for each of its settings; the metric contract is held against all.</summary>
internal static class MetricExamples
{
    public static readonly MetricExample[] All =
    [
        new("acc", Values.ZeroOrOne, Values.Probabilities, 1),
        new(Metric.Accuracy, Values.OneHot, Values.Distributions, 4),
        new(Metric.Accuracy, Values.ClassNumbers, Values.Distributions, 4),
        new(new BinaryAccuracy(threshold: 0.3f), Values.ZeroOrOne, Values.Probabilities, 3),
        new(new CategoricalAccuracy { Name = "hits" }, Values.OneHot, Values.Distributions, 5),
        new(new SparseCategoricalAccuracy { Name = "hits" }, Values.ClassNumbers, Values.Distributions, 5),
        new("mse", Values.Real, Values.Real, 3),
        new("mae", Values.Real, Values.Real, 3),
        new(new TopKCategoricalAccuracy(2), Values.OneHot, Values.Distributions, 5),
        new(new SparseTopKCategoricalAccuracy(2), Values.ClassNumbers, Values.Distributions, 5),
        new(new Precision(0.3f), Values.ZeroOrOne, Values.Probabilities, 3),
        new(new Precision(topK: 2, classId: 1), Values.ZeroOrOne, Values.Probabilities, 3),
        new(new Recall([0.3f, 0.7f]), Values.ZeroOrOne, Values.Probabilities, 3),
        new(new F1Score(), Values.OneHot, Values.Distributions, 4),
        new(new F1Score(ClassAverage.Micro), Values.OneHot, Values.Distributions, 4),
        new(new F1Score(ClassAverage.Weighted, threshold: 0.4f), Values.ZeroOrOne, Values.Probabilities, 4),
        new(new AUC(50), Values.ZeroOrOne, Values.Probabilities, 1),
        new(new AUC(50, AUCCurve.PrecisionRecall), Values.ZeroOrOne, Values.Probabilities, 1),
        new(new AUC(50, AUCCurve.PrecisionRecallGain), Values.ZeroOrOne, Values.Probabilities, 1),
        new(new AUC(exact: true), Values.ZeroOrOne, Values.Real, 1),
        new(new AUC(curve: AUCCurve.PrecisionRecall, exact: true), Values.ZeroOrOne, Values.Probabilities, 3),
        new(new EqualLabels(), Values.ZeroOrOne, Values.ZeroOrOne, 3),
        new(new SparseTopKCategoricalAccuracy(2, fromSortedIds: true), Values.ClassNumbers, Values.ZeroOrOne, 5),
        new(new AUC(thresholds: [0.7f, 0.2f, 0.25f, 0.9f]), Values.ZeroOrOne, Values.Probabilities, 1),
        new(new RootMeanSquaredError(), Values.Real, Values.Real, 3),
        new(new R2Score(), Values.Real, Values.Real, 3),
        new(Metric.CosineSimilarity, Values.Real, Values.Real, 3),
        new(new Huber(0.5f), Values.Real, Values.Real, 3),
        new(new CategoricalCrossEntropy(labelSmoothing: 0.1f), Values.OneHot, Values.Distributions, 4),
        new("ce", Values.ClassNumbers, Values.Distributions, 4),
    ];
}
