using System.Runtime.InteropServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// A copy of the kernel of a convolution in the order in which <see cref="Convolution.Forward(ReadOnlySpan{float}, PackedConvolutionKernel,
/// Span{float})"/> reads it, for predictions: a kernel that is read for few pixels takes about as long to pack as to multiply. The copy
/// serves any batch and images of any size, and any number of threads.
/// </summary>
public sealed unsafe class PackedConvolutionKernel
{
    private readonly float[] memory;
    private readonly (int Height, int Width, int Channels, int Filters, int Groups) sizes;

    /// <summary>Packs a kernel.</summary>
    /// <param name="shape">The sizes of a convolution with the kernel, of any batch and images.</param>
    /// <param name="kernel">The kernel: <see cref="ConvolutionShape.KernelLength"/> elements.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the span has another length.</exception>
    public PackedConvolutionKernel(ConvolutionShape shape, ReadOnlySpan<float> kernel)
        : this(shape, kernel, ConvolutionKernel.Default)
    {
    }

    internal PackedConvolutionKernel(ConvolutionShape shape, ReadOnlySpan<float> kernel, ConvolutionKernel technique)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Validate();
        Convolution.Require(kernel.Length, shape.KernelLength, nameof(kernel));
        sizes = SizesOf(shape);
        memory = GC.AllocateUninitializedArray<float>((int)technique.PackedLengthOf(shape), pinned: true);
        fixed (float* values = kernel)
            technique.Pack(shape, values, Data);
    }

    /// <summary>The number of bytes of the copy.</summary>
    public long Bytes => (long)memory.Length * sizeof(float);

    /// <summary>The elements, which do not move.</summary>
    internal float* Data => (float*)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);

    /// <summary>Returns whether the copy is the kernel of convolutions of a shape.</summary>
    internal bool IsFor(ConvolutionShape shape) => sizes == SizesOf(shape);

    private static (int, int, int, int, int) SizesOf(ConvolutionShape shape) =>
        (shape.Height.Kernel, shape.Width.Kernel, shape.Channels, shape.Filters, shape.Groups);
}
