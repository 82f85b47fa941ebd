namespace NeuralNet.Onnx;

/// <summary>The output of a layer as a value of the ONNX graph.</summary>
/// <param name="Name">The value's name.</param>
/// <param name="Shape">Its shape, without the batch axis.</param>
/// <param name="Mask">
/// The name of the value that is 1 for each step that is data and 0 for padding, if there is such a mask. Its operators are written
/// when a layer asks for it.
/// </param>
internal sealed record ExportedValue(string Name, Shape Shape, Lazy<string>? Mask = null);
