using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// A rule that is applied to a parameter's values after each update of the optimizer. Keras's names convert implicitly
/// (<c>"non_neg"</c>).
/// </summary>
public abstract class Constraint : IConfigurable<Constraint>
{
    /// <summary>The constraints that a name or a file can create.</summary>
    internal static Registry<Constraint> Known { get; } = new Registry<Constraint>("constraint").AddAll();

    static Registry<Constraint> IConfigurable<Constraint>.Known => Known;

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    string IConfigurable.ClassName => ClassName;

    /// <summary>Creates a constraint from Keras's name; null gives null.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Constraint?(string? name) => name is null ? null : Known.Create(name, nameof(name));

    /// <summary>Changes values to satisfy the rule.</summary>
    /// <param name="values">All values of the parameter, row-major.</param>
    /// <param name="shape">The parameter's shape; of a kernel (inputs, outputs).</param>
    protected internal abstract void Apply(Span<float> values, Shape shape);

    /// <summary>Returns the reason, as a clause after "that", why the rule cannot apply to parameters of a shape; null if it can.</summary>
    internal virtual string? Objection(Shape shape) => null;

    /// <summary>
    /// Writes the settings of the constraint; none unless overridden. Save refuses a class of the program whose constructor takes
    /// parameters and that does not override the method.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);
}
