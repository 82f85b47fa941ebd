using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The inner loops of depthwise convolutions, in which each channel is multiplied with a number of its own: vectors lie along the channels.
/// </summary>
/// <remarks>
/// The last vector of the channels may overlap the one before it, which then computes the same values again; fewer channels than a vector
/// has elements are computed one by one. An element is summed in the same order in each case.
/// </remarks>
internal static unsafe class DepthwiseKernel
{
    private const int WindowsAtOnce = 4, TapsAtOnce = 3;

    private static int Lanes => Vector<float>.Count;

    /// <summary>Computes output[w, c] = Σ patch[w, t, c]·kernel[t, c] over the taps t, for a row of windows w.</summary>
    /// <param name="patches">The patches of the windows.</param>
    /// <param name="row">The row of windows.</param>
    /// <param name="taps">The number of taps.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="kernelOffsets">The offset of each tap in the kernel.</param>
    /// <param name="output">The outputs of the first window.</param>
    /// <param name="outputStride">The distance from the outputs of a window to those of the next.</param>
    public static void Multiply(
        in PatchBlock patches, int row, int taps, int channels, float* kernel, nint* kernelOffsets, float* output, nint outputStride)
    {
        for (int window = 0; window < patches.Windows.Columns; window += WindowsAtOnce)
        {
            float* patch = patches[row, window];
            float* outputs = output + (window * outputStride);
            nint last = Math.Min(WindowsAtOnce, patches.Windows.Columns - window) - 1;
            Multiply(taps, channels, patch, patches.WindowStride, patches.Offsets, kernel, kernelOffsets, outputs, outputStride, last);
        }
    }

    /// <summary>Adds to sums[t, c] the products patch[w, t, c]·gradient[w, c] of all windows w of a row.</summary>
    /// <param name="patches">The patches of the windows.</param>
    /// <param name="row">The row of windows.</param>
    /// <param name="taps">The number of taps.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="gradient">The gradients of the outputs of the first window.</param>
    /// <param name="gradientStride">The distance from the gradients of a window to those of the next.</param>
    /// <param name="sums">The sums, tap by tap.</param>
    public static void Accumulate(
        in PatchBlock patches, int row, int taps, int channels, float* gradient, nint gradientStride, float* sums)
    {
        float* patch = patches[row, 0];
        for (int tap = 0; tap < taps; tap += TapsAtOnce, sums += TapsAtOnce * (nint)channels)
        {
            Accumulate(
                patches.Windows.Columns, channels, patch, patches.WindowStride, patches.Offsets + tap, Math.Min(TapsAtOnce, taps - tap) - 1,
                gradient, gradientStride, sums);
        }
    }

    /// <summary>Computes up to four windows; those that do not exist repeat the last that does and are written to its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(
        int taps, int channels, float* patch, nint patchStride, nint* offsets, float* kernel, nint* kernelOffsets, float* output,
        nint outputStride, nint last)
    {
        nint second = nint.Min(1, last), third = nint.Min(2, last), fourth = last;
        float* p1 = patch + (second * patchStride), p2 = patch + (third * patchStride), p3 = patch + (fourth * patchStride);
        float* o1 = output + (second * outputStride), o2 = output + (third * outputStride), o3 = output + (fourth * outputStride);
        nint channel = 0;
        for (; channel <= channels - (2 * Lanes); channel += 2 * Lanes)
        {
            Vector<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
            for (nint tap = 0; tap < taps; tap++)
            {
                nint at = offsets[tap] + channel;
                float* factors = kernel + kernelOffsets[tap] + channel;
                Vector<float> a = Vector.Load(factors), b = Vector.Load(factors + Lanes);
                a0 = Vector.MultiplyAddEstimate(Vector.Load(patch + at), a, a0);
                b0 = Vector.MultiplyAddEstimate(Vector.Load(patch + at + Lanes), b, b0);
                a1 = Vector.MultiplyAddEstimate(Vector.Load(p1 + at), a, a1);
                b1 = Vector.MultiplyAddEstimate(Vector.Load(p1 + at + Lanes), b, b1);
                a2 = Vector.MultiplyAddEstimate(Vector.Load(p2 + at), a, a2);
                b2 = Vector.MultiplyAddEstimate(Vector.Load(p2 + at + Lanes), b, b2);
                a3 = Vector.MultiplyAddEstimate(Vector.Load(p3 + at), a, a3);
                b3 = Vector.MultiplyAddEstimate(Vector.Load(p3 + at + Lanes), b, b3);
            }

            a0.Store(output + channel);
            b0.Store(output + channel + Lanes);
            a1.Store(o1 + channel);
            b1.Store(o1 + channel + Lanes);
            a2.Store(o2 + channel);
            b2.Store(o2 + channel + Lanes);
            a3.Store(o3 + channel);
            b3.Store(o3 + channel + Lanes);
        }

        while (channel < channels && channels >= Lanes)
        {
            channel = nint.Min(channel, channels - Lanes);
            Vector<float> a0 = default, a1 = default, a2 = default, a3 = default;
            for (nint tap = 0; tap < taps; tap++)
            {
                nint at = offsets[tap] + channel;
                Vector<float> a = Vector.Load(kernel + kernelOffsets[tap] + channel);
                a0 = Vector.MultiplyAddEstimate(Vector.Load(patch + at), a, a0);
                a1 = Vector.MultiplyAddEstimate(Vector.Load(p1 + at), a, a1);
                a2 = Vector.MultiplyAddEstimate(Vector.Load(p2 + at), a, a2);
                a3 = Vector.MultiplyAddEstimate(Vector.Load(p3 + at), a, a3);
            }

            a0.Store(output + channel);
            a1.Store(o1 + channel);
            a2.Store(o2 + channel);
            a3.Store(o3 + channel);
            channel += Lanes;
        }

        for (; channel < channels; channel++)
        {
            for (nint window = 0; window <= last; window++)
            {
                float sum = 0;
                for (nint tap = 0; tap < taps; tap++)
                {
                    sum = float.MultiplyAddEstimate(
                        patch[(window * patchStride) + offsets[tap] + channel], kernel[kernelOffsets[tap] + channel], sum);
                }

                output[(window * outputStride) + channel] = sum;
            }
        }
    }

    /// <summary>Adds the products of up to three taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(
        int windows, int channels, float* patch, nint patchStride, nint* offsets, int last, float* gradient, nint gradientStride, float* sums)
    {
        nint second = nint.Min(1, last), third = last;
        nint offset0 = offsets[0], offset1 = offsets[second], offset2 = offsets[third];
        nint channel = 0;
        for (; channel <= channels - (2 * Lanes); channel += 2 * Lanes)
        {
            Vector<float> a0 = default, a1 = default, a2 = default, b0 = default, b1 = default, b2 = default;
            float* p = patch + channel, g = gradient + channel;
            for (int window = 0; window < windows; window++, p += patchStride, g += gradientStride)
            {
                Vector<float> a = Vector.Load(g), b = Vector.Load(g + Lanes);
                a0 = Vector.MultiplyAddEstimate(Vector.Load(p + offset0), a, a0);
                b0 = Vector.MultiplyAddEstimate(Vector.Load(p + offset0 + Lanes), b, b0);
                a1 = Vector.MultiplyAddEstimate(Vector.Load(p + offset1), a, a1);
                b1 = Vector.MultiplyAddEstimate(Vector.Load(p + offset1 + Lanes), b, b1);
                a2 = Vector.MultiplyAddEstimate(Vector.Load(p + offset2), a, a2);
                b2 = Vector.MultiplyAddEstimate(Vector.Load(p + offset2 + Lanes), b, b2);
            }

            Add(sums + channel, a0, b0);
            if (last >= 1)
                Add(sums + channels + channel, a1, b1);
            if (last >= 2)
                Add(sums + (2 * (nint)channels) + channel, a2, b2);
        }

        for (; channel <= channels - Lanes; channel += Lanes)
        {
            for (nint tap = 0; tap <= last; tap++)
            {
                Vector<float> sum = default;
                float* p = patch + offsets[tap] + channel, g = gradient + channel;
                for (int window = 0; window < windows; window++, p += patchStride, g += gradientStride)
                    sum = Vector.MultiplyAddEstimate(Vector.Load(p), Vector.Load(g), sum);
                (Vector.Load(sums + (tap * channels) + channel) + sum).Store(sums + (tap * channels) + channel);
            }
        }

        for (; channel < channels; channel++)
        {
            for (nint tap = 0; tap <= last; tap++)
            {
                float sum = 0;
                float* p = patch + offsets[tap] + channel, g = gradient + channel;
                for (int window = 0; window < windows; window++, p += patchStride, g += gradientStride)
                    sum = float.MultiplyAddEstimate(*p, *g, sum);
                sums[(tap * channels) + channel] += sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* sums, Vector<float> a, Vector<float> b)
    {
        (Vector.Load(sums) + a).Store(sums);
        (Vector.Load(sums + Lanes) + b).Store(sums + Lanes);
    }
}
