namespace NeuralNet.LinearAlgebra;

/// <summary>Products of kernels and patches by one technique.</summary>
internal abstract unsafe class ConvolutionKernel
{
    /// <summary>The best kernel for the processor, or the kernel that <c>NEURALNET_KERNEL</c> names.</summary>
    public static ConvolutionKernel Default { get; } = KernelCatalog.Choose().CreateConvolution();

    /// <summary>Computes the values of a result from the patches of a source.</summary>
    public abstract void Multiply(PatchProduct product, float* source, float* kernel, float* result);

    /// <summary>Computes the gradient of a kernel.</summary>
    public abstract void Multiply(KernelGradient gradient, float* source, float* outputGradient, float* kernelGradient);
}
