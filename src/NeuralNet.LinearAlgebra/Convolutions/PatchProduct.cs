namespace NeuralNet.LinearAlgebra;

/// <summary>
/// A product result = A·patches for each group of channels, where A is a kernel or, for the gradient of the input, the kernel with channels
/// and filters exchanged.
/// </summary>
internal sealed unsafe class PatchProduct
{
    // The channels of a tap that are packed at a time: their filters stay in a first-level cache or the next.
    private const int PackedChannels = 32;

    private readonly AxisTaps tapsY;
    private readonly AxisTaps tapsX;
    private readonly int kernelWidth;
    private readonly int kernelChannels;
    private readonly int kernelFilters;
    private readonly bool isGradient;

    private PatchProduct(
        ConvolutionShape shape, PatchGrid patches, AxisTaps tapsY, AxisTaps tapsX, bool isGradient, ImageLayout result, nint resultStart)
    {
        (Patches, this.tapsY, this.tapsX, this.isGradient, Result, ResultStart) = (patches, tapsY, tapsX, isGradient, result, resultStart);
        (kernelWidth, kernelChannels, kernelFilters) = (shape.Width.Kernel, shape.GroupChannels, shape.Filters);
        Groups = shape.Groups;
        ResultChannels = isGradient ? shape.GroupChannels : shape.GroupFilters;
    }

    public PatchGrid Patches { get; }

    /// <summary>The number of groups.</summary>
    public int Groups { get; }

    /// <summary>The number of channels of the result of a group, which is the number of rows of A.</summary>
    public int ResultChannels { get; }

    /// <summary>The layout of the result's pixels, one for each window.</summary>
    public ImageLayout Result { get; }

    /// <summary>The index of the first pixel of the result.</summary>
    public nint ResultStart { get; }

    /// <summary>The number of multiplications.</summary>
    public long Work => (long)Patches.Rows * Patches.Width.Output * Patches.Depth * ResultChannels * Groups;

    private int Taps => Patches.Height.Kernel * Patches.Width.Kernel;

    /// <summary>Returns the product that computes the output of a convolution.</summary>
    public static PatchProduct OfOutput(ConvolutionShape shape) => new(
        shape, new PatchGrid(shape.Height, shape.Width, shape.InputLayout, shape.GroupChannels, shape.Batch),
        new AxisTaps(0, 1), new AxisTaps(0, 1), isGradient: false, shape.OutputLayout, 0);

    /// <summary>Returns the products that compute the gradient of the input, one for each phase of the strides.</summary>
    public static PatchProduct[] OfInputGradient(ConvolutionShape shape)
    {
        ImageLayout gradient = shape.InputLayout;
        return [.. GradientPhase.Of(shape.Height).SelectMany(y => GradientPhase.Of(shape.Width).Select(x => new PatchProduct(
            shape, new PatchGrid(y.Windows, x.Windows, shape.OutputLayout, shape.GroupFilters, shape.Batch), y.Taps, x.Taps,
            isGradient: true, gradient.Every(shape.Height.Stride, shape.Width.Stride), gradient.At(0, y.Start, x.Start))))];
    }

    /// <summary>
    /// The number of pieces of A that are packed apart: for each group and tap, some channels of all panels or, if the rows of A are those of
    /// the kernel, one panel. Memory is then read in order.
    /// </summary>
    public int PackingParts(int height) => Groups * Taps * PiecesOfTap(height);

    /// <summary>Packs a piece of A into panels of a height one after the other, zeros where rows are missing.</summary>
    /// <param name="index">The index of the piece.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="panels">The memory of the panels.</param>
    /// <param name="height">The maximum number of rows of a panel.</param>
    /// <param name="round">The number of rows of the panel that holds a number of rows.</param>
    public void Pack(int index, float* kernel, float* panels, int height, delegate*<nint, nint> round)
    {
        int pieces = PiecesOfTap(height), piece = index % pieces, tap = index / pieces % Taps, group = index / pieces / Taps;
        int panelsOfGroup = (int)Parts.Count(ResultChannels, height);
        panels += (nint)group * panelsOfGroup * height * Patches.Depth;
        int firstPanel = isGradient ? piece : 0, endPanel = isGradient ? piece + 1 : panelsOfGroup;
        int channel = isGradient ? 0 : piece * PackedChannels;
        int channels = isGradient ? Patches.Channels : Math.Min(PackedChannels, Patches.Channels - channel);
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            int row = panel * height, rows = Math.Min(height, ResultChannels - row);
            nint width = round(rows);
            MatrixView<float> source = RowsAt(kernel, group, row, tap).From(0, channel);
            float* target = panels + ((nint)row * Patches.Depth) + (((nint)tap * Patches.Channels) + channel) * width;
            PanelPacker<float>.Pack(source, rows, channels, target, width);
        }
    }

    private int PiecesOfTap(int height) =>
        (int)(isGradient ? Parts.Count(ResultChannels, height) : Parts.Count(Patches.Channels, PackedChannels));

    /// <summary>Returns A at one tap, from a row on: one row for each channel of the result.</summary>
    private MatrixView<float> RowsAt(float* kernel, int group, int row, int tap)
    {
        int y = tapsY[tap / Patches.Width.Kernel], x = tapsX[tap % Patches.Width.Kernel];
        float* filters = kernel + (((nint)y * kernelWidth) + x) * kernelChannels * kernelFilters
            + ((nint)group * (kernelFilters / Groups));
        return isGradient
            ? new(filters + ((nint)row * kernelFilters), kernelFilters, 1)
            : new(filters + row, 1, kernelFilters);
    }
}
