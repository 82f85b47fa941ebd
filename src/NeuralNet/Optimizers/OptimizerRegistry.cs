namespace NeuralNet;

/// <summary>The optimizers that a name or a file can stand for; a new one adds its line here.</summary>
internal static class OptimizerRegistry
{
    public static Registry<Optimizer> Create() => new Registry<Optimizer>("optimizer", Optimizer.ReadShared)
        .Add("SGD", SGD.From, "sgd")
        .Add("RMSprop", RMSprop.From, "rmsprop")
        .Add("Adam", Adam.From, "adam")
        .Add("AdamW", AdamW.From, "adamw")
        .Add("Nadam", Nadam.From, "nadam")
        .Add("Adamax", Adamax.From, "adamax")
        .Add("Adagrad", Adagrad.From, "adagrad")
        .Add("Adadelta", Adadelta.From, "adadelta")
        .Add("Lion", Lion.From, "lion");
}
