using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// A rule that a parameter's values must obey, put into force after each update of the optimizer. Keras's names convert implicitly
/// (<c>"non_neg"</c>).
/// </summary>
public abstract class Constraint : IConfigurable<Constraint>
{
    /// <summary>The constraints that can be made by name.</summary>
    internal static Registry<Constraint> Known { get; } = new Registry<Constraint>("constraint").AddAll();

    static Registry<Constraint> IConfigurable<Constraint>.Known => Known;

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    string IConfigurable.ClassName => ClassName;

    /// <summary>Finds a constraint by Keras's name; null stays null.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Constraint?(string? name) => name is null ? null : Known.Create(name, nameof(name));

    /// <summary>Changes the values, as little as the rule asks, so that they obey it.</summary>
    /// <param name="values">All values of the parameter, row-major.</param>
    /// <param name="shape">The parameter's shape; of a kernel (inputs, outputs).</param>
    protected internal abstract void Apply(Span<float> values, Shape shape);

    /// <summary>Why the rule cannot be one for parameters of a shape, in words behind "that"; null if it can.</summary>
    internal virtual string? Objection(Shape shape) => null;

    /// <summary>
    /// Writes the settings that make this constraint again; none unless overridden. Save refuses a class of the program's own whose constructor takes
    /// parameters and that does not override it.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);
}
