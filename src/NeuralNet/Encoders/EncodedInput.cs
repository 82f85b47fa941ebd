namespace NeuralNet;

/// <summary>An input of a model that an <see cref="InputEncoder"/> makes.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The shape of a row, without the batch axis; an open axis takes its size from the rows.</param>
/// <param name="Features">A feature for each value of a row; one for all values if an axis is open.</param>
public sealed record EncodedInput(string Name, Shape Shape, IReadOnlyList<EncodedFeature> Features);
