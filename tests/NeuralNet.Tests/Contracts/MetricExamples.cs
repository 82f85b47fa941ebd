namespace NeuralNet.Tests;

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
    ];
}
