namespace NeuralNet.LinearAlgebra;

/// <summary>
/// One axis of a convolution: output i is computed from the inputs i·Stride + t·Dilation − Padding for t = 0 … Kernel − 1, and inputs
/// that do not exist count as 0.
/// </summary>
/// <param name="Input">The size of the input along the axis.</param>
/// <param name="Output">The size of the output along the axis. The padding at the end follows from it.</param>
/// <param name="Kernel">The number of taps of the kernel along the axis.</param>
/// <param name="Stride">The distance between the windows of neighboring outputs; 1 by default.</param>
/// <param name="Dilation">The distance between neighboring taps; 1 by default.</param>
/// <param name="Padding">The number of zeros before the first input; 0 by default. A negative number leaves out inputs.</param>
public readonly record struct ConvolutionAxis(int Input, int Output, int Kernel, int Stride = 1, int Dilation = 1, int Padding = 0)
{
    /// <summary>An axis of size 1, for convolutions of sequences.</summary>
    public static ConvolutionAxis None { get; } = new(1, 1, 1);

    /// <summary>The number of inputs from the first tap to the last, both included.</summary>
    internal int Extent => ((Kernel - 1) * Dilation) + 1;

    /// <summary>Gets a value indicating whether every window lies within the input.</summary>
    internal bool IsInside => First(0) >= 0 && First(Output - 1) + Extent <= Input;

    /// <summary>Gets a value indicating whether output i is computed from input i only.</summary>
    internal bool IsPointwise => Kernel == 1 && Stride == 1 && Padding == 0 && Input == Output;

    /// <summary>Returns the input at the first tap of a window, which is negative in the padding.</summary>
    internal int First(int window) => (window * Stride) - Padding;

    /// <summary>Returns the taps of a window that lie within the input: the first, and the number, which may be 0.</summary>
    internal (int First, int Count) TapsInside(int window)
    {
        int start = First(window);
        int first = start >= 0 ? 0 : (Dilation - 1 - start) / Dilation;
        int end = start >= Input ? 0 : Math.Min(Kernel, (Input - start + Dilation - 1) / Dilation);
        return (first, Math.Max(0, end - first));
    }
}
