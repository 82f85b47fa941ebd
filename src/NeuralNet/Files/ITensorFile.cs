namespace NeuralNet;

/// <summary>A file of named tensors, of any format, open for reading.</summary>
internal interface ITensorFile : IDisposable
{
    /// <summary>The name of the file in messages.</summary>
    string Description { get; }

    /// <summary>The names of the tensors.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Returns the shape of a tensor; null if there is no tensor of this name.</summary>
    FileShape? ShapeOf(string name);

    /// <summary>Copies the elements of a tensor, as float32, to a span of their number.</summary>
    void ReadTo(string name, Span<float> values);
}
