namespace NeuralNet;

/// <summary>A parameter whose values are those of several tensors of a file, or of a part of one.</summary>
/// <param name="Tensors">The names of the tensors, which have one shape.</param>
/// <param name="Shape">The required shape of each tensor.</param>
/// <param name="Write">Writes the values of the parameter from those of the tensors.</param>
internal sealed record TensorAssembly(IReadOnlyList<string> Tensors, Shape Shape, TensorAssembly.Writer Write)
{
    /// <summary>Writes the values of a parameter from those of the tensors.</summary>
    public delegate void Writer(float[][] tensors, Span<float> values);
}
