namespace NeuralNet;

/// <summary>The regularizers that a name or a file can stand for; a new one adds its line here.</summary>
internal static class RegularizerRegistry
{
    public static Registry<Regularizer> Create() => new Registry<Regularizer>("regularizer")
        .Add("L1", L1.From, "l1")
        .Add("L2", L2.From, "l2")
        .Add("L1L2", L1L2.From, "l1_l2");
}
