namespace NeuralNet;

/// <summary>The metrics that a name or a file can stand for; a new one adds its line here.</summary>
internal static class MetricRegistry
{
    public static Registry<Metric> Create() => new Registry<Metric>("metric", Metric.ReadName)
        .Add("Accuracy", _ => new Accuracy(), "accuracy", "acc")
        .Add("BinaryAccuracy", BinaryAccuracy.From, "binary_accuracy")
        .Add("CategoricalAccuracy", _ => new CategoricalAccuracy(), "categorical_accuracy")
        .Add("SparseCategoricalAccuracy", _ => new SparseCategoricalAccuracy(), "sparse_categorical_accuracy")
        .Add("MeanSquaredError", _ => new MeanMetric(new MeanSquaredError(), "MeanSquaredError"), "mean_squared_error", "mse")
        .Add("MeanAbsoluteError", _ => new MeanAbsoluteErrorMetric(), "mean_absolute_error", "mae");
}
