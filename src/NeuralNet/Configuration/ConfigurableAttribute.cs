namespace NeuralNet;

/// <summary>
/// Marks a class whose members are generated at compile time from its only public constructor: a property for each parameter, saving and
/// loading, the fluent method of a layer, and the row by which names and files find the class. The class is partial and derives from
/// <see cref="Layer"/>, <see cref="Activation"/>, <see cref="Loss"/> or another kind of configurable object. See docs/generated-code.md.
/// </summary>
/// <param name="aliases">Further names of the class, beside its name and its name in snake case: <c>"mse"</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ConfigurableAttribute(params string[] aliases) : Attribute
{
    /// <summary>Further names of the class.</summary>
    public IReadOnlyList<string> Aliases { get; } = aliases;

    /// <summary>
    /// The name in files: by default that of the class; for an activation, in snake case and without <c>Activation</c>.
    /// </summary>
    public string? ClassName { get; set; }
}
