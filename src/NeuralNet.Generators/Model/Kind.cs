namespace NeuralNet.Generators;

/// <summary>A kind of configurable object: the base type that its classes derive from, and what is generated for them.</summary>
/// <param name="TypeName">The name of the base type in the namespace NeuralNet.</param>
/// <param name="Plural">The objects of the kind, in words for comments.</param>
/// <param name="Suffix">The end of a class's name that its fluent method or ready-made instance lacks.</param>
internal sealed record Kind(string TypeName, string Plural, string Suffix = "\0")
{
    /// <summary>The property by which objects of the kind tell their name in snake case; null if there is none.</summary>
    public string? NameProperty { get; init; }

    /// <summary>Gets a value indicating whether files name a class as Keras names a function: in snake case.</summary>
    public bool IsFunction { get; init; }

    /// <summary>Gets a value indicating whether the base type has ready-made objects: <c>Loss.MeanSquaredError</c>.</summary>
    public bool HasInstances { get; init; }

    /// <summary>Gets a value indicating whether files hold objects of the kind. Callbacks only get their properties.</summary>
    public bool IsSaved { get; init; } = true;

    public static Kind Layer { get; } = new("Layer", "layers", "Layer");

    public static Kind Loss { get; } = new("Loss", "losses", "Loss") { NameProperty = "Name", HasInstances = true };

    public static Kind Metric { get; } = new("Metric", "metrics", "Metric") { NameProperty = "DefaultName", HasInstances = true };

    public static IReadOnlyList<Kind> All { get; } =
    [
        new("Activation", "activations", "Activation") { NameProperty = "Name", IsFunction = true, HasInstances = true },
        new("Callback", "callbacks") { IsSaved = false },
        new("Constraint", "constraints"),
        new("Initializer", "initializers"),
        new("InputEncoder", "encoders"),
        Layer,
        new("LearningRateSchedule", "learning rate schedules"),
        Loss,
        Metric,
        new("Optimizer", "optimizers"),
        new("Regularizer", "regularizers"),
    ];
}
