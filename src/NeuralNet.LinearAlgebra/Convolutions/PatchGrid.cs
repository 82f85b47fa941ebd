using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The patches of images under the windows of a convolution, as the rows of a matrix: element (window, k) is the value at tap and channel
/// k, in the order of a kernel (height, width, channels).
/// </summary>
/// <remarks>
/// The matrix does not exist in memory. A window is a pointer, and its elements are runs at offsets that are the same for all windows,
/// either in the images themselves or, where windows reach into the padding or the channels of a group are not consecutive, in copies of a
/// few lines (<see cref="Read"/>).
/// </remarks>
internal sealed unsafe class PatchGrid
{
    private readonly int sourceHeight;
    private readonly int sourceWidth;
    private readonly int repeats;
    private readonly bool isDirect;

    /// <param name="height">The windows along the height.</param>
    /// <param name="width">The windows along the width.</param>
    /// <param name="layout">The layout of the images.</param>
    /// <param name="channels">The number of channels that a window reads.</param>
    /// <param name="batch">The number of images.</param>
    /// <param name="repeats">The number of times that each channel occurs in a patch, for depthwise kernels.</param>
    /// <param name="joinsTaps">Whether neighboring taps form a run if they are consecutive in memory; otherwise each tap is one.</param>
    public PatchGrid(
        ConvolutionAxis height, ConvolutionAxis width, ImageLayout layout, int channels, int batch, int repeats = 1, bool joinsTaps = true)
    {
        (Height, Width, Layout, Batch) = (height, width, layout, batch);
        (sourceHeight, sourceWidth, this.repeats) = (height.Input, width.Input, repeats);
        Channels = channels * repeats;
        isDirect = layout.HasConsecutiveChannels && repeats == 1 && IsInside;
        PixelStride = isDirect ? layout.PixelStride : Channels;
        bool joined = joinsTaps && width.Dilation == 1 && PixelStride == Channels;
        RunsAcross = joined ? Math.Min(1, width.Kernel) : width.Kernel;
        RunLength = joined ? width.Kernel * Channels : Channels;
        Runs = height.Kernel * RunsAcross;
    }

    public ConvolutionAxis Height { get; }

    public ConvolutionAxis Width { get; }

    public ImageLayout Layout { get; }

    public int Batch { get; }

    /// <summary>The number of channels of a patch.</summary>
    public int Channels { get; }

    /// <summary>
    /// Gets a value indicating whether the runs of a window are consecutive in the images themselves, so that taps outside an image can be
    /// left out.
    /// </summary>
    public bool HasRunsInPlace => Layout.HasConsecutiveChannels && repeats == 1 && Width.Dilation == 1 && Layout.PixelStride == Channels;

    /// <summary>Gets a value indicating whether every window lies within its image.</summary>
    public bool IsInside => Height.IsInside && Width.IsInside;

    /// <summary>The number of rows of windows in all images.</summary>
    public int Rows => Batch * Height.Output;

    /// <summary>The number of runs of a patch.</summary>
    public int Runs { get; }

    /// <summary>The number of elements of a run.</summary>
    public int RunLength { get; }

    /// <summary>The number of elements of a patch.</summary>
    public int Depth => Runs * RunLength;

    /// <summary>The distance from a window to the next in the same row.</summary>
    public nint WindowStride => Width.Stride * PixelStride;

    private int RunsAcross { get; }

    private nint PixelStride { get; }

    /// <summary>Returns the number of elements of the memory that <see cref="Read"/> needs for one of the blocks.</summary>
    public nint MemoryLength(WindowBlocks blocks) =>
        CopiedLength(blocks) + ((Runs + (nint)blocks.Height) * (sizeof(nint) / sizeof(float)));

    /// <summary>Locates the windows of a block, after copying lines if necessary.</summary>
    /// <param name="source">The first channel of the images that the patches contain.</param>
    /// <param name="blocks">The division of the windows.</param>
    /// <param name="block">One of its blocks.</param>
    /// <param name="memory">Memory for the copies and the tables of the block.</param>
    public PatchBlock Read(float* source, WindowBlocks blocks, WindowBlock block, float* memory)
    {
        nint* offsets = (nint*)(memory + CopiedLength(blocks));
        float** rows = (float**)(offsets + Runs);
        if (Depth > 0)
        {
            nint lineStride = LineStride(blocks.Width);
            WriteOffsets(lineStride, offsets);
            WriteRows(source, block, lineStride, memory, rows);
        }

        return new PatchBlock(block, rows, offsets, WindowStride);
    }

    private void WriteOffsets(nint lineStride, nint* offsets)
    {
        for (int run = 0; run < Runs; run++)
            offsets[run] = (run / RunsAcross * Height.Dilation * lineStride) + (run % RunsAcross * Width.Dilation * PixelStride);
    }

    private void WriteRows(float* source, WindowBlock block, nint lineStride, float* copies, float** rows)
    {
        for (int done = 0; done < block.Rows;)
        {
            int image = (block.Row + done) / Height.Output, first = (block.Row + done) % Height.Output;
            int count = Math.Min(Height.Output - first, block.Rows - done);
            int line = Height.First(first), lines = ((count - 1) * Height.Stride) + Height.Extent;
            float* start = isDirect ? source + Layout.At(image, line, Width.First(block.Column)) : copies;
            for (int i = 0; i < count; i++)
                rows[done + i] = start + (i * Height.Stride * lineStride);
            if (!isDirect)
            {
                CopyLines(source + (image * Layout.ImageStride), line, lines, block, copies, lineStride);
                copies += lines * lineStride;
            }

            done += count;
        }
    }

    /// <summary>Returns the number of elements of the copied lines of a block, rounded up to whole cache lines.</summary>
    private nint CopiedLength(WindowBlocks blocks)
    {
        if (isDirect || Depth == 0)
            return 0;
        int images = Math.Min(Batch, ((blocks.Height - 1) / Height.Output) + 2);
        nint lines = ((nint)blocks.Height * Height.Stride) + ((nint)images * Height.Extent);
        return Parts.RoundUp(lines * LineStride(blocks.Width), 16);
    }

    private nint LineStride(int blockWidth) =>
        isDirect ? Layout.LineStride : (((nint)(blockWidth - 1) * Width.Stride) + Width.Extent) * Channels;

    private void CopyLines(float* image, int line, int lines, WindowBlock block, float* copies, nint lineStride)
    {
        int pixel = Width.First(block.Column), pixels = ((block.Columns - 1) * Width.Stride) + Width.Extent;
        int start = Math.Clamp(-pixel, 0, pixels), end = Math.Clamp(sourceWidth - pixel, start, pixels);
        for (int i = 0; i < lines; i++, copies += lineStride)
        {
            if ((uint)(line + i) >= (uint)sourceHeight)
            {
                Clear(copies, (nint)pixels * Channels);
                continue;
            }

            Clear(copies, (nint)start * Channels);
            CopyPixels(image + Layout.At(0, line + i, pixel + start), end - start, copies + ((nint)start * Channels));
            Clear(copies + ((nint)end * Channels), (nint)(pixels - end) * Channels);
        }
    }

    private void CopyPixels(float* source, int pixels, float* copies)
    {
        if (repeats > 1)
            RepeatChannels(source, pixels, copies);
        else if (Layout.HasConsecutiveChannels && Layout.PixelStride == Channels)
            new ReadOnlySpan<float>(source, pixels * Channels).CopyTo(new Span<float>(copies, pixels * Channels));
        else
            PanelPacker<float>.Copy(ChannelsByPixels(source), Channels, pixels, copies, Channels);
    }

    private MatrixView<float> ChannelsByPixels(float* source) => new(source, Layout.ChannelStride, Layout.PixelStride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RepeatChannels(float* source, int pixels, float* copies)
    {
        for (int pixel = 0; pixel < pixels; pixel++, source += Layout.PixelStride)
        {
            for (nint channel = 0; channel < Channels / repeats; channel++)
            {
                float value = source[channel * Layout.ChannelStride];
                for (int i = 0; i < repeats; i++)
                    *copies++ = value;
            }
        }
    }

    private static void Clear(float* values, nint count) => new Span<float>(values, (int)count).Clear();
}
