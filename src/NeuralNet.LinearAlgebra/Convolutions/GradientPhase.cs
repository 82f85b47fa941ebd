namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Every Stride-th element of the gradient of an input along one axis. The outputs that depend on these elements reach them through the
/// same taps, so that the gradient is a convolution of the output's gradient with these taps in reverse order and a stride of 1; no product
/// with an inserted zero is computed.
/// </summary>
/// <param name="Start">The first element of the input in the phase.</param>
/// <param name="Windows">The windows over the output's gradient; without taps if no output depends on the phase.</param>
/// <param name="Taps">The taps of the kernel in the order of the windows.</param>
internal readonly record struct GradientPhase(int Start, ConvolutionAxis Windows, AxisTaps Taps)
{
    /// <summary>Returns the phases of an axis: as many as its stride, or as its inputs if these are fewer.</summary>
    public static GradientPhase[] Of(ConvolutionAxis axis)
    {
        var phases = new GradientPhase[Math.Min(axis.Stride, axis.Input)];
        for (int start = 0; start < phases.Length; start++)
            phases[start] = At(axis, start);
        return phases;
    }

    /// <summary>
    /// Returns the phase from an element on. With i + Padding = s·q + r, input i reaches output q − (t·Dilation − r)/s through tap t, if
    /// t·Dilation ≡ r modulo s: these taps are t₀, t₀ + p, t₀ + 2p, …
    /// </summary>
    private static GradientPhase At(ConvolutionAxis axis, int start)
    {
        int stride = axis.Stride, count = (axis.Input - start + stride - 1) / stride;
        int remainder = (((start + axis.Padding) % stride) + stride) % stride;
        int first = Enumerable.Range(0, axis.Kernel).FirstOrDefault(tap => tap * axis.Dilation % stride == remainder, axis.Kernel);
        int step = stride / Parts.GreatestCommonDivisor(stride, axis.Dilation);
        int taps = (axis.Kernel - first + step - 1) / step;
        int dilation = step * axis.Dilation / stride;
        int last = first + ((taps - 1) * step);
        int padding = (((last * axis.Dilation) - remainder) / stride) - ((start + axis.Padding - remainder) / stride);
        return new(start, new(axis.Output, count, taps, 1, dilation, padding), new(last, -step));
    }
}
