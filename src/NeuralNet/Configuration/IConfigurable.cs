namespace NeuralNet;

/// <summary>What a file can hold by name: a class by Keras's name, and its settings by Keras's names.</summary>
internal interface IConfigurable
{
    string ClassName { get; }

    void WriteTo(Configuration configuration);
}
