namespace NeuralNet.TensorFlowJs;

/// <summary>A tensor of the weights file.</summary>
internal sealed record Weight(string Name, int[] Sizes, float[] Values);
