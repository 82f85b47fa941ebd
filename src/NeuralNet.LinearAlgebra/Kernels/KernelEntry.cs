namespace NeuralNet.LinearAlgebra;

/// <summary>A kernel in the catalog: its technique's name, whether this machine has the instructions, and how it is made.</summary>
internal sealed record KernelEntry(
    string Name, bool IsSupported, Func<ProductKernel<float>> CreateSingle, Func<ProductKernel<double>> CreateDouble);
