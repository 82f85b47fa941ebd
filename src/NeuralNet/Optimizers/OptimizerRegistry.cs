namespace NeuralNet;

/// <summary>The optimizers that a name or a file can stand for; a new one adds its line here.</summary>
internal static class OptimizerRegistry
{
    public static Registry<Optimizer> Create() => new Registry<Optimizer>("optimizer")
        .Add("SGD", Sgd.From, "sgd")
        .Add("Adam", Adam.From, "adam");
}
