namespace NeuralNet.LinearAlgebra;

/// <summary>Products of kernels and patches by one technique.</summary>
internal abstract unsafe class ConvolutionKernel
{
    /// <summary>The best kernel for the processor, or the kernel that <c>NEURALNET_KERNEL</c> names.</summary>
    public static ConvolutionKernel Default { get; } = KernelCatalog.Choose().CreateConvolution();

    /// <summary>Computes the values of a result from the patches of a source.</summary>
    public abstract void Multiply(PatchProduct product, float* source, float* kernel, float* result);

    /// <summary>Computes the values of a result from the patches of a source and a packed kernel.</summary>
    public abstract void MultiplyPacked(PatchProduct product, float* source, float* packed, float* result);

    /// <summary>Returns the number of elements of a packed kernel; that of the kernel itself if it is read as it is.</summary>
    public nint PackedLengthOf(ConvolutionShape shape) =>
        shape.IsDepthwise ? shape.KernelLength : PackedLengthOf(PatchProduct.OfOutput(shape));

    /// <summary>Packs a kernel.</summary>
    public void Pack(ConvolutionShape shape, float* kernel, float* packed)
    {
        if (shape.IsDepthwise)
            new ReadOnlySpan<float>(kernel, shape.KernelLength).CopyTo(new Span<float>(packed, shape.KernelLength));
        else
            Pack(PatchProduct.OfOutput(shape), kernel, packed);
    }

    private protected abstract nint PackedLengthOf(PatchProduct product);

    private protected abstract void Pack(PatchProduct product, float* kernel, float* packed);

    /// <summary>Computes the gradient of a kernel.</summary>
    public abstract void Multiply(KernelGradient gradient, float* source, float* outputGradient, float* kernelGradient);
}
