namespace NeuralNet;

/// <summary>The constraints that a name or a file can stand for; a new one adds its line here.</summary>
internal static class ConstraintRegistry
{
    public static Registry<Constraint> Create() => new Registry<Constraint>("constraint");
}
