using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// Fills a new parameter with its initial values. Keras's names convert implicitly (<c>"he_normal"</c>). A derived class implements
/// <see cref="Initialize"/> and draws random numbers only from the stream that it is given.
/// </summary>
public abstract class Initializer : IConfigurable<Initializer>
{
    /// <summary>The initializers that a name or a file can create.</summary>
    internal static Registry<Initializer> Known { get; } = new Registry<Initializer>("initializer").AddAll();

    static Registry<Initializer> IConfigurable<Initializer>.Known => Known;

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    string IConfigurable.ClassName => ClassName;

    /// <summary>Creates an initializer from Keras's name; null gives null.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Initializer?(string? name) => name is null ? null : Known.Create(name, nameof(name));

    /// <summary>Fills the values of a parameter.</summary>
    /// <param name="values">All values, row-major.</param>
    /// <param name="shape">The parameter's shape; of a kernel (inputs, outputs).</param>
    /// <param name="random">The parameter's own stream of random numbers.</param>
    protected internal abstract void Initialize(Span<float> values, Shape shape, RandomStream random);

    /// <summary>
    /// Writes the settings of the initializer; none unless overridden. Save refuses a class of the program whose constructor takes
    /// parameters and that does not override the method.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);
}
