using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// What a file can hold by name: a class by Keras's name, and its settings by Keras's names. The constructors of all classes can be
/// looked at, also in a program that is trimmed: by their parameters Save knows a class that has settings.
/// </summary>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors)]
internal interface IConfigurable
{
    string ClassName { get; }

    /// <summary>Whether Keras knows it as a function, which is written by its name alone if it has no settings.</summary>
    bool IsFunction => false;

    void WriteTo(Configuration configuration);
}
