namespace NeuralNet;

/// <summary>One use of a layer in a graph.</summary>
/// <param name="Layer">The layer; a shared one has several nodes.</param>
/// <param name="Inputs">The indices of the nodes that feed it, all smaller than its own.</param>
/// <param name="OutputShape">The shape of what it gives, without the batch axis.</param>
internal sealed record GraphNode(Layer Layer, IReadOnlyList<int> Inputs, Shape OutputShape);
