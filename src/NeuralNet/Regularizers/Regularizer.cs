using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// A penalty on a parameter's size that is added to the loss. Keras's names convert implicitly (<c>"l2"</c>). The penalty of a
/// frozen parameter is not counted.
/// </summary>
public abstract class Regularizer : IConfigurable<Regularizer>
{
    /// <summary>The regularizers that can be made by name.</summary>
    internal static Registry<Regularizer> Known { get; } = new Registry<Regularizer>("regularizer").AddAll();

    static Registry<Regularizer> IConfigurable<Regularizer>.Known => Known;

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    string IConfigurable.ClassName => ClassName;

    /// <summary>Finds a regularizer by Keras's name; null stays null.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Regularizer?(string? name) => name is null ? null : Known.Create(name, nameof(name));

    /// <summary>The penalty of these values.</summary>
    protected internal abstract double Penalty(ReadOnlySpan<float> values);

    /// <summary>Adds the penalty's derivative at these values to their gradient.</summary>
    protected internal abstract void AddGradient(ReadOnlySpan<float> values, Span<float> gradient);

    /// <summary>
    /// Writes the settings that make this regularizer again; none unless overridden. Save refuses a class of the program's own whose constructor takes
    /// parameters and that does not override it.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);
}
