namespace NeuralNet;

/// <summary>The losses that a name or a file can stand for; a new one adds its line here.</summary>
internal static class LossRegistry
{
    public static Registry<Loss> Create() => new Registry<Loss>("loss", (loss, configuration) => loss.ReadShared(configuration))
        .Add("MeanSquaredError", _ => new MeanSquaredError(), "mean_squared_error", "mse")
        .Add("MeanAbsoluteError", _ => new MeanAbsoluteError(), "mean_absolute_error", "mae")
        .Add("MeanAbsolutePercentageError", _ => new MeanAbsolutePercentageError(), "mean_absolute_percentage_error", "mape")
        .Add("MeanSquaredLogarithmicError", _ => new MeanSquaredLogarithmicError(), "mean_squared_logarithmic_error", "msle")
        .Add("Huber", Huber.From, "huber", "huber_loss")
        .Add("LogCosh", _ => new LogCosh(), "log_cosh")
        .Add("BinaryCrossentropy", BinaryCrossEntropy.From, "binary_crossentropy", "bce")
        .Add("BinaryFocalCrossentropy", BinaryFocalCrossEntropy.From, "binary_focal_crossentropy")
        .Add("CategoricalCrossentropy", CategoricalCrossEntropy.From, "categorical_crossentropy")
        .Add("SparseCategoricalCrossentropy", SparseCategoricalCrossEntropy.From, "sparse_categorical_crossentropy")
        .Add("Crossentropy", _ => new CrossEntropy(), "crossentropy", "ce")
        .Add("Hinge", _ => new Hinge(), "hinge")
        .Add("SquaredHinge", _ => new SquaredHinge(), "squared_hinge")
        .Add("CategoricalHinge", _ => new CategoricalHinge(), "categorical_hinge")
        .Add("KLDivergence", _ => new KLDivergence(), "kl_divergence", "kld")
        .Add("Poisson", _ => new Poisson(), "poisson")
        .Add("CosineSimilarity", _ => new CosineSimilarity(), "cosine_similarity");
}
