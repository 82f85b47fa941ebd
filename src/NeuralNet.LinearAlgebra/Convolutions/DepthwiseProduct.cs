using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The output of a depthwise convolution, or one phase of the gradient of its input. Patches contain each channel as many times as it has
/// filters, so that every element of a patch meets one number of the kernel; the gradients of the filters of a channel are added.
/// </summary>
internal sealed unsafe class DepthwiseProduct
{
    private readonly PatchGrid patches;
    private readonly AxisTaps tapsY;
    private readonly AxisTaps tapsX;
    private readonly int kernelWidth;
    private readonly int terms;
    private readonly ImageLayout result;
    private readonly nint resultStart;

    private DepthwiseProduct(
        ConvolutionShape shape, PatchGrid patches, AxisTaps tapsY, AxisTaps tapsX, int terms, ImageLayout result, nint resultStart)
    {
        (this.patches, this.tapsY, this.tapsX, this.terms) = (patches, tapsY, tapsX, terms);
        (this.result, this.resultStart) = (result, resultStart);
        kernelWidth = shape.Width.Kernel;
    }

    /// <summary>Returns the product that computes the output of a convolution.</summary>
    public static DepthwiseProduct OfOutput(ConvolutionShape shape) => new(
        shape, PatchesOf(shape), new AxisTaps(0, 1), new AxisTaps(0, 1), terms: 1, shape.OutputLayout, 0);

    /// <summary>Returns the products that compute the gradient of the input, one for each phase of the strides.</summary>
    public static DepthwiseProduct[] OfInputGradient(ConvolutionShape shape)
    {
        ImageLayout gradient = shape.InputLayout;
        return [.. GradientPhase.Of(shape.Height).SelectMany(y => GradientPhase.Of(shape.Width).Select(x => new DepthwiseProduct(
            shape, new PatchGrid(y.Windows, x.Windows, shape.OutputLayout, shape.Filters, shape.Batch, joinsTaps: false), y.Taps, x.Taps,
            shape.GroupFilters, gradient.Every(shape.Height.Stride, shape.Width.Stride), gradient.At(0, y.Start, x.Start))))];
    }

    /// <summary>Returns the patches of the input of a convolution.</summary>
    public static PatchGrid PatchesOf(ConvolutionShape shape) => new(
        shape.Height, shape.Width, shape.InputLayout, shape.Channels, shape.Batch, shape.GroupFilters, joinsTaps: false);

    /// <summary>Computes the result; threads share blocks of windows.</summary>
    public void Run(float* source, float* kernel, float* target)
    {
        long work = (long)patches.Rows * patches.Width.Output * patches.Depth;
        bool shared = work >= ProductCost.MinSharedWork;
        int threads = shared ? WorkerPool.Shared.DegreeOfParallelism : 1;
        var blocks = WindowBlocks.Divide(patches.Rows, patches.Width.Output, ConvolutionCost.WindowsOf(patches, threads));
        WorkerPool.Shared.Run(blocks.Count, new BlockBody(this, blocks, source, kernel, target), shared);
    }

    private readonly struct BlockBody(DepthwiseProduct product, WindowBlocks blocks, float* source, float* kernel, float* target)
        : IParallelBody
    {
        private readonly float* source = source;
        private readonly float* kernel = kernel;
        private readonly float* target = target;

        // Outputs are computed aside if they are not those of consecutive channels.
        private bool IsDirect => product.result.HasConsecutiveChannels && product.terms == 1;

        public void Run(int index)
        {
            PatchGrid patches = product.patches;
            nint lineLength = IsDirect ? 0 : Parts.RoundUp((nint)blocks.Width * patches.Channels, 16);
            int taps = patches.Height.Kernel * patches.Width.Kernel;
            float* line = PackingBuffer.Rent<float>(
                lineLength + patches.MemoryLength(blocks) + (taps * (sizeof(nint) / sizeof(float))));
            nint* kernelOffsets = (nint*)(line + lineLength + patches.MemoryLength(blocks));
            product.WriteOffsets(kernelOffsets);
            PatchBlock block = patches.Read(source, blocks, blocks[index], line + lineLength);
            for (int row = 0; row < block.Windows.Rows; row++)
            {
                int y = block.Windows.Row + row, height = patches.Height.Output;
                float* pixels = target + product.resultStart + product.result.At(y / height, y % height, block.Windows.Column);
                float* output = IsDirect ? pixels : line;
                nint stride = IsDirect ? product.result.PixelStride : patches.Channels;
                if (taps == 0)
                    Clear(output, block.Windows.Columns, stride, patches.Channels);
                else
                    DepthwiseKernel.Multiply(block, row, taps, patches.Channels, kernel, kernelOffsets, output, stride);
                if (!IsDirect)
                    product.Write(line, block.Windows.Columns, pixels);
            }
        }

        private static void Clear(float* output, int windows, nint stride, int channels)
        {
            for (int window = 0; window < windows; window++)
                new Span<float>(output + (window * stride), channels).Clear();
        }
    }

    /// <summary>Writes the offset of each tap of a patch in the kernel.</summary>
    private void WriteOffsets(nint* offsets)
    {
        for (int y = 0; y < patches.Height.Kernel; y++)
        {
            for (int x = 0; x < patches.Width.Kernel; x++)
                *offsets++ = (((nint)tapsY[y] * kernelWidth) + tapsX[x]) * patches.Channels;
        }
    }

    /// <summary>Adds the terms of each channel of some windows, and writes the sums to their pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(float* line, int windows, float* pixels)
    {
        int channels = patches.Channels / terms;
        for (nint i = 0; i < (nint)windows * channels && terms > 1; i++)
        {
            float sum = line[i * terms];
            for (int term = 1; term < terms; term++)
                sum += line[(i * terms) + term];
            line[i] = sum;
        }

        if (result.PixelStride == 1)
        {
            PanelPacker<float>.Copy(new MatrixView<float>(line, channels, 1), windows, channels, pixels, (int)result.ChannelStride);
            return;
        }

        for (nint window = 0; window < windows; window++)
        {
            for (nint channel = 0; channel < channels; channel++)
                pixels[(window * result.PixelStride) + (channel * result.ChannelStride)] = *line++;
        }
    }
}
