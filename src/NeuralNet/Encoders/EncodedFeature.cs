namespace NeuralNet;

/// <summary>A value of an encoded input and the columns that it was made of.</summary>
/// <param name="Name">The name, such as <c>job = nurse</c>.</param>
/// <param name="Columns">The names of the columns; two or more for a cross.</param>
public sealed record EncodedFeature(string Name, IReadOnlyList<string> Columns);
