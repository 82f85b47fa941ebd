using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Convolutions of batches of images of one shape, and their gradients: products of the kernel with patches that are read in place. Sequences
/// are images of height 1.
/// </summary>
/// <remarks>
/// Threads share the work, also within one image. A result depends on the shapes and the processor only: it has the same bits for any number
/// of threads. Calls from several threads at once are allowed, and allocate nothing once a thread has seen its largest shape. The technique
/// is that of <see cref="SimdLinearAlgebraProvider"/>, which <c>NEURALNET_KERNEL</c> forces.
/// </remarks>
public sealed unsafe class Convolution
{
    private readonly IConvolutionTechnique technique;

    /// <summary>Creates the convolutions of a shape.</summary>
    /// <exception cref="ArgumentException">A size is less than 1, or the groups do not divide channels and filters.</exception>
    public Convolution(ConvolutionShape shape)
        : this(shape, ConvolutionKernel.Default)
    {
    }

    internal Convolution(ConvolutionShape shape, ConvolutionKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Validate();
        Shape = shape;
        technique = shape.IsDepthwise ? new DepthwiseTechnique(shape) : new PatchTechnique(shape, kernel);
    }

    /// <summary>The sizes.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>Computes the output.</summary>
    /// <param name="input">The input: <see cref="ConvolutionShape.InputLength"/> elements.</param>
    /// <param name="kernel">The kernel: <see cref="ConvolutionShape.KernelLength"/> elements.</param>
    /// <param name="result">The output, in memory of its own: <see cref="ConvolutionShape.OutputLength"/> elements.</param>
    /// <exception cref="ArgumentException">A span has another length. Nothing has been written then.</exception>
    public void Forward(ReadOnlySpan<float> input, ReadOnlySpan<float> kernel, Span<float> result)
    {
        Require(input.Length, Shape.InputLength, nameof(input));
        Require(kernel.Length, Shape.KernelLength, nameof(kernel));
        Require(result.Length, Shape.OutputLength, nameof(result));
        fixed (float* inputs = input, kernels = kernel, results = result)
            technique.Forward(inputs, kernels, results);
    }

    /// <summary>Computes the gradient of the input, which is the output of a transposed convolution.</summary>
    /// <param name="outputGradient">The gradient of the output: <see cref="ConvolutionShape.OutputLength"/> elements.</param>
    /// <param name="kernel">The kernel: <see cref="ConvolutionShape.KernelLength"/> elements.</param>
    /// <param name="result">The gradient of the input, in memory of its own: <see cref="ConvolutionShape.InputLength"/> elements.</param>
    /// <exception cref="ArgumentException">A span has another length. Nothing has been written then.</exception>
    public void InputGradient(ReadOnlySpan<float> outputGradient, ReadOnlySpan<float> kernel, Span<float> result)
    {
        Require(outputGradient.Length, Shape.OutputLength, nameof(outputGradient));
        Require(kernel.Length, Shape.KernelLength, nameof(kernel));
        Require(result.Length, Shape.InputLength, nameof(result));
        fixed (float* gradients = outputGradient, kernels = kernel, results = result)
            technique.InputGradient(gradients, kernels, results);
    }

    /// <summary>Computes the gradient of the kernel.</summary>
    /// <param name="input">The input: <see cref="ConvolutionShape.InputLength"/> elements.</param>
    /// <param name="outputGradient">The gradient of the output: <see cref="ConvolutionShape.OutputLength"/> elements.</param>
    /// <param name="result">The gradient of the kernel, in memory of its own: <see cref="ConvolutionShape.KernelLength"/> elements.</param>
    /// <exception cref="ArgumentException">A span has another length. Nothing has been written then.</exception>
    public void KernelGradient(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> result)
    {
        Require(input.Length, Shape.InputLength, nameof(input));
        Require(outputGradient.Length, Shape.OutputLength, nameof(outputGradient));
        Require(result.Length, Shape.KernelLength, nameof(result));
        fixed (float* inputs = input, gradients = outputGradient, results = result)
            technique.KernelGradient(inputs, gradients, results);
    }

    private static void Require(int length, int expected, string name)
    {
        if (length != expected)
            ThrowLengthDiffers(length, expected, name);
    }

    [DoesNotReturn]
    private static void ThrowLengthDiffers(int length, int expected, string name) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture, $"The convolution needs {expected} elements here; the span has {length}."), name);
}
