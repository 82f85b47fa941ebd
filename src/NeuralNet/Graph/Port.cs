namespace NeuralNet;

/// <summary>One output of a node of a <see cref="LayerGraph"/>.</summary>
/// <param name="Node">The index of the node.</param>
/// <param name="Output">The index of the output among those of the node.</param>
public readonly record struct Port(int Node, int Output = 0);
