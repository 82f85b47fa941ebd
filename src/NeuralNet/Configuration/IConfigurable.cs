using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// An object that a file can hold by the name of its class and by its settings: a layer, an activation, an optimizer and so on. Only the
/// library's base types of these kinds implement it.
/// </summary>
/// <remarks>
/// The constructors of all classes are kept in a trimmed program: Save finds classes with settings by their parameters.
/// </remarks>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors)]
public interface IConfigurable
{
    internal string ClassName { get; }

    /// <summary>
    /// Gets a value indicating whether the object is a function in Keras, which is written by its name alone if it has no settings.
    /// </summary>
    internal bool IsFunction => false;

    /// <summary>The number that represents the object in a file; null for an object with a class and settings.</summary>
    internal float? Number => null;

    /// <summary>
    /// Gets a value indicating whether the object has more than a class and settings, as a layer, which has a name.
    /// </summary>
    internal bool IsMoreThanSettings => false;

    internal void WriteTo(Configuration configuration);
}

/// <summary>
/// A kind of configurable object, such as <see cref="Initializer"/>, which <see cref="Configuration.Get{T}(string)"/> can read.
/// </summary>
/// <typeparam name="TKind">The base type of the kind.</typeparam>
public interface IConfigurable<TKind> : IConfigurable
    where TKind : class, IConfigurable<TKind>
{
    /// <summary>The classes of the kind.</summary>
    internal static abstract Registry<TKind> Known { get; }
}
