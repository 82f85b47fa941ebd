namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The gradient of a kernel: for each group the product of the patches of the input, transposed, with the gradient of the output, summed over
/// all windows.
/// </summary>
internal sealed unsafe class KernelGradient
{
    public KernelGradient(ConvolutionShape shape)
    {
        Patches = new PatchGrid(shape.Height, shape.Width, shape.InputLayout, shape.GroupChannels, shape.Batch);
        Output = shape.OutputLayout;
        Groups = shape.Groups;
        GroupFilters = shape.GroupFilters;
        Filters = shape.Filters;
        Blocks = WindowBlocks.Divide(Patches.Rows, Patches.Width.Output, ConvolutionCost.SummedWindows);
        Slices = ConvolutionCost.SlicesOf(Blocks, shape.KernelLength);
    }

    public PatchGrid Patches { get; }

    /// <summary>The layout of the output's gradient.</summary>
    public ImageLayout Output { get; }

    public int Groups { get; }

    public int GroupFilters { get; }

    public int Filters { get; }

    /// <summary>The blocks of windows whose products are summed at a time.</summary>
    public WindowBlocks Blocks { get; }

    /// <summary>The number of slices of the blocks, whose sums are added in their order at the end; it depends on the shape alone.</summary>
    public int Slices { get; }

    /// <summary>The number of elements of the sums of a slice of a group.</summary>
    public int Length => Patches.Depth * GroupFilters;

    public long Work => (long)Patches.Rows * Patches.Width.Output * Length * Groups;

    /// <summary>Packs some elements of each patch of a block into a panel.</summary>
    public void PackPatches(in PatchBlock block, int element, int count, float* panel, int width)
    {
        WindowBlock windows = block.Windows;
        Clear(panel, count, width, windows.Count);
        for (int done = 0; done < count;)
        {
            int run = (element + done) / Patches.RunLength, start = (element + done) % Patches.RunLength;
            int length = Math.Min(Patches.RunLength - start, count - done);
            for (int row = 0; row < windows.Rows; row++)
            {
                float* first = block[row, 0] + block.Offsets[run] + start;
                PanelPacker<float>.Copy(
                    new MatrixView<float>(first, 1, block.WindowStride), length, windows.Columns,
                    panel + done + ((nint)row * windows.Columns * width), width);
            }

            done += length;
        }
    }

    /// <summary>Packs the gradients of some filters of a group for each window of a block into a panel.</summary>
    public void PackGradients(float* gradient, WindowBlock windows, int filter, int count, float* panel, int width)
    {
        Clear(panel, count, width, windows.Count);
        for (int row = 0; row < windows.Rows; row++, panel += (nint)windows.Columns * width)
        {
            int y = windows.Row + row, height = Patches.Height.Output;
            float* first = gradient + Output.At(y / height, y % height, windows.Column) + (filter * Output.ChannelStride);
            PanelPacker<float>.Copy(
                new MatrixView<float>(first, Output.ChannelStride, Output.PixelStride), count, windows.Columns, panel, width);
        }
    }

    private static void Clear(float* panel, int count, int width, int windows)
    {
        if (count < width)
            new Span<float>(panel, windows * width).Clear();
    }
}
