using NeuralNet.LinearAlgebra;
using NeuralNet.LinearAlgebra.Tests;

// The program that a test starts in a separate process, without certain instruction sets or with a selected kernel. It sweeps all sizes,
// random strides and convolutions with the kernel of this process, and prints the name of the kernel and either "right" or the first wrong
// result.
var provider = new SimdLinearAlgebraProvider();
Console.WriteLine(provider.KernelName);
Console.WriteLine(
    ProductSweep.FirstMismatch(provider) ?? OperandSweep.FirstMismatch(provider)
        ?? ConvolutionSweep.FirstMismatch(ConvolutionKernel.Default) ?? "right");
