using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// A penalty on a parameter's size that is added to the loss. Keras's names convert implicitly (<c>"l2"</c>). The penalty of a
/// frozen parameter is not counted.
/// </summary>
public abstract class Regularizer : IConfigurable<Regularizer>
{
    /// <summary>The regularizers that a name or a file can create.</summary>
    internal static Registry<Regularizer> Known { get; } = new Registry<Regularizer>("regularizer").AddAll();

    static Registry<Regularizer> IConfigurable<Regularizer>.Known => Known;

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    string IConfigurable.ClassName => ClassName;

    /// <summary>Creates a regularizer from Keras's name; null gives null.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Regularizer?(string? name) => name is null ? null : Known.Create(name, nameof(name));

    /// <summary>Computes the penalty of values.</summary>
    protected internal abstract double Penalty(ReadOnlySpan<float> values);

    /// <summary>Adds the derivative of the penalty to the gradient of the values.</summary>
    protected internal abstract void AddGradient(ReadOnlySpan<float> values, Span<float> gradient);

    /// <summary>
    /// Writes the settings of the regularizer; none unless overridden. Save refuses a class of the program whose constructor takes
    /// parameters and that does not override the method.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);
}
