namespace NeuralNet;

/// <summary>One output of a node.</summary>
/// <param name="Node">The index of the node.</param>
/// <param name="Output">The number of the output, from 0.</param>
internal readonly record struct Port(int Node, int Output = 0);
