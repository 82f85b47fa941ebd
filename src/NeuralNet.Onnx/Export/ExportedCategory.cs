namespace NeuralNet.Onnx;

/// <summary>The category of a feature as a value of the ONNX graph.</summary>
/// <param name="Index">The name of the index of the category, int64 of the shape (batch, 1).</param>
/// <param name="Count">The number of categories; an index of this number is that of an unknown value without a category.</param>
internal sealed record ExportedCategory(string Index, int Count);
