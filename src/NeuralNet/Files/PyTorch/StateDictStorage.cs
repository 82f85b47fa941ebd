namespace NeuralNet;

/// <summary>A sequence of numbers in an archive of PyTorch, of which tensors are views.</summary>
/// <param name="DataType">The data type of the elements.</param>
/// <param name="Key">The name of the entry in the folder <c>data</c> of the archive.</param>
/// <param name="Count">The number of elements.</param>
internal sealed record StateDictStorage(SafetensorsDataType DataType, string Key, long Count);
