namespace NeuralNet;

/// <summary>What a file can hold by name: a class by Keras's name, and its settings by Keras's names.</summary>
internal interface IConfigurable
{
    string ClassName { get; }

    /// <summary>Whether Keras knows it as a function, which is written by its name alone if it has no settings.</summary>
    bool IsFunction => false;

    void WriteTo(Configuration configuration);
}
