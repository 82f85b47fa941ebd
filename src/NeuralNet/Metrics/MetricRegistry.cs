namespace NeuralNet;

/// <summary>The metrics that a name or a file can stand for; a new one adds its line here. Every loss is a metric as well.</summary>
internal static class MetricRegistry
{
    public static Registry<Metric> Create() => new Registry<Metric>("metric", (metric, configuration) => metric.ReadShared(configuration))
        .Add("Accuracy", _ => new Accuracy(), "accuracy", "acc")
        .Add("EqualLabels", _ => new EqualLabels(), "equal_labels")
        .Add("BinaryAccuracy", BinaryAccuracy.From, "binary_accuracy")
        .Add("CategoricalAccuracy", _ => new CategoricalAccuracy(), "categorical_accuracy")
        .Add("SparseCategoricalAccuracy", _ => new SparseCategoricalAccuracy(), "sparse_categorical_accuracy")
        .Add("TopKCategoricalAccuracy", TopKCategoricalAccuracy.From, "top_k_categorical_accuracy")
        .Add("SparseTopKCategoricalAccuracy", SparseTopKCategoricalAccuracy.From, "sparse_top_k_categorical_accuracy")
        .Add("Precision", Precision.From, "precision")
        .Add("Recall", Recall.From, "recall")
        .Add("F1Score", F1Score.From, "f1_score")
        .Add("AUC", AUC.From, "auc")
        .Add("RootMeanSquaredError", _ => new RootMeanSquaredError(), "root_mean_squared_error")
        .Add("R2Score", _ => new R2Score(), "r2_score")
        .Add("CosineSimilarity", _ => new CosineSimilarityMetric(), "cosine_similarity")
        .AddAll(Loss.Known, Metric.From);
}
