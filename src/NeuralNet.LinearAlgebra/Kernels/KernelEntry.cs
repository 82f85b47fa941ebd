namespace NeuralNet.LinearAlgebra;

/// <summary>
/// A kernel in the catalog: the name of the technique, whether this machine has the instructions, and the functions that create the kernels
/// of products and of convolutions.
/// </summary>
internal sealed record KernelEntry(
    string Name, bool IsSupported, Func<ProductKernel<float>> CreateSingle, Func<ProductKernel<double>> CreateDouble,
    Func<ConvolutionKernel> CreateConvolution);
