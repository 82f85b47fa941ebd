namespace NeuralNet;

/// <summary>The constraints that a name or a file can stand for; a new one adds its line here.</summary>
internal static class ConstraintRegistry
{
    public static Registry<Constraint> Create() => new Registry<Constraint>("constraint")
        .Add("MaxNorm", MaxNorm.From, "max_norm")
        .Add("NonNeg", _ => new NonNegative(), "non_neg", "non_negative")
        .Add("UnitNorm", UnitNorm.From, "unit_norm")
        .Add("MinMaxNorm", MinMaxNorm.From, "min_max_norm");
}
