using NeuralNet.LinearAlgebra;
using NeuralNet.LinearAlgebra.Tests;

// What a test starts in a process of its own, with instruction sets turned off or a kernel forced: sweeps all sizes, and drawn
// strides, with the provider that this process gets, and prints its kernel's name and either "right" or the first product that is not.
var provider = new SimdLinearAlgebraProvider();
Console.WriteLine(provider.KernelName);
Console.WriteLine(ProductSweep.FirstMismatch(provider) ?? OperandSweep.FirstMismatch(provider) ?? "right");
