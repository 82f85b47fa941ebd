using NeuralNet.LinearAlgebra;
using NeuralNet.LinearAlgebra.Tests;

// The program that a test starts in a separate process, without certain instruction sets or with a selected kernel. It sweeps all sizes and
// random strides with the provider of this process, and prints the name of the kernel and either "right" or the first wrong product.
var provider = new SimdLinearAlgebraProvider();
Console.WriteLine(provider.KernelName);
Console.WriteLine(ProductSweep.FirstMismatch(provider) ?? OperandSweep.FirstMismatch(provider) ?? "right");
