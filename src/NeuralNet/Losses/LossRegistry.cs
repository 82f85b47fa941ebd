namespace NeuralNet;

/// <summary>The losses that a name or a file can stand for; a new one adds its line here.</summary>
internal static class LossRegistry
{
    public static Registry<Loss> Create() => new Registry<Loss>("loss")
        .Add("MeanSquaredError", _ => new MeanSquaredError(), "mean_squared_error", "mse")
        .Add("BinaryCrossentropy", BinaryCrossEntropy.From, "binary_crossentropy", "bce")
        .Add("CategoricalCrossentropy", CategoricalCrossEntropy.From, "categorical_crossentropy")
        .Add("SparseCategoricalCrossentropy", SparseCategoricalCrossEntropy.From, "sparse_categorical_crossentropy")
        .Add("Hinge", _ => new Hinge(), "hinge");
}
