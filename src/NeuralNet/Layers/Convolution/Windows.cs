using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// The windows of a convolution layer over sequences (rank 1) or images (rank 2): the settings that all convolution layers have in common,
/// and the sizes that follow from them. Keras: layers/convolutional/base_conv.py, ops/operation_utils.py.
/// </summary>
/// <remarks>Sequences are images of height 1, so that their settings are those of the width.</remarks>
internal sealed record Windows(int Rank, Size2D Kernel, Size2D Strides, Padding Padding, DataFormat Format, Size2D Dilation)
{
    private static readonly string[] AxisNames = ["height", "width"];

    /// <summary>Gets a value indicating whether the channels are the first axis of a row, and pixels the others.</summary>
    public bool IsChannelsFirst => Format == DataFormat.ChannelsFirst;

    private int ChannelAxis => IsChannelsFirst ? 0 : Rank;

    /// <summary>Returns windows over sequences.</summary>
    public static Windows OfSequences(int kernel, int stride, Padding padding, DataFormat format, int dilation) =>
        new(1, (1, kernel), (1, stride), padding, format, (1, dilation));

    /// <summary>Returns windows over images.</summary>
    public static Windows OfImages(Size2D kernel, Size2D strides, Padding padding, DataFormat format, Size2D dilation) =>
        new(2, kernel, strides, padding, format, dilation);

    /// <summary>Returns the shape of a kernel with the sizes of the windows and two more axes.</summary>
    public Shape KernelShape(int channels, int filters) =>
        Rank == 1 ? [Kernel.Width, channels, filters] : [Kernel.Height, Kernel.Width, channels, filters];

    /// <summary>Validates the combination of settings and the shape of the input, and returns the number of its channels.</summary>
    /// <exception cref="ArgumentException">A setting does not fit another one or the input.</exception>
    public int Channels(Layer layer, Shape input)
    {
        RequireSettings(layer);
        if (input.Rank != Rank + 1)
        {
            throw layer.Error(
                $"takes {(Rank == 1 ? "sequences" : "images")} of shape {Expected}; it was given the shape {input.ToStringWithBatch()}");
        }

        return input[ChannelAxis] is > 0 and int channels
            ? channels
            : throw layer.Error(
                $"needs a fixed number of channels, at least 1, on the axis {ChannelAxis + 1} of its input {Expected}; it was given "
                + $"the shape {input.ToStringWithBatch()}");
    }

    /// <summary>Returns the shape of the output, without the batch axis; axes that are open in the input are open.</summary>
    /// <exception cref="ArgumentException">A setting does not fit another one or the input.</exception>
    public Shape OutputShape(Layer layer, Shape input, int filters)
    {
        Channels(layer, input);
        return WithChannels(filters, axis => OutputSize(layer, input, axis));
    }

    /// <summary>Returns the shape of the output of a transposed convolution.</summary>
    /// <inheritdoc cref="OutputShape"/>
    public Shape TransposedOutputShape(Layer layer, Shape input, int filters, Size2D? outputPadding)
    {
        Channels(layer, input);
        RequireOutputPadding(layer, outputPadding);
        return WithChannels(filters, axis =>
        {
            int size = SizeAlong(input, axis);
            return size == Shape.Open ? Shape.Open : TransposedSize(axis, size, outputPadding);
        });
    }

    /// <summary>Returns the sizes of a convolution of a batch.</summary>
    /// <param name="input">The shape of the input of the batch.</param>
    /// <param name="filters">The number of filters.</param>
    /// <param name="groups">The number of groups.</param>
    public ConvolutionShape ConvolutionOf(Shape input, int filters, int groups)
    {
        Shape row = input.WithoutBatch();
        return new ConvolutionShape
        {
            Batch = input[0],
            Height = AxisOf(row, 0),
            Width = AxisOf(row, 1),
            Channels = row[ChannelAxis],
            Filters = filters,
            Groups = groups,
            IsChannelsFirst = IsChannelsFirst,
        };
    }

    /// <summary>Returns the sizes of the kernel, in a convolution of a single window.</summary>
    public ConvolutionShape KernelOnly(int channels, int filters, int groups) => new()
    {
        Batch = 1,
        Height = new(Kernel.Height, 1, Kernel.Height),
        Width = new(Kernel.Width, 1, Kernel.Width),
        Channels = channels,
        Filters = filters,
        Groups = groups,
    };

    /// <summary>Returns the sizes of the convolution whose input gradient is the output of a transposed convolution of a batch.</summary>
    public ConvolutionShape TransposedConvolutionOf(Shape input, int filters, Size2D? outputPadding)
    {
        Shape row = input.WithoutBatch();
        return new ConvolutionShape
        {
            Batch = input[0],
            Height = TransposedAxisOf(row, 0, outputPadding),
            Width = TransposedAxisOf(row, 1, outputPadding),
            Channels = filters,
            Filters = row[ChannelAxis],
            IsChannelsFirst = IsChannelsFirst,
        };
    }

    /// <summary>Returns the sizes of a convolution of a batch that reads each channel by itself.</summary>
    public ConvolutionShape DepthwiseConvolutionOf(Shape input, int multiplier)
    {
        int channels = input[ChannelAxis + 1];
        return ConvolutionOf(input, channels * multiplier, channels);
    }

    /// <summary>Returns the depthwise and the pointwise convolution of a batch.</summary>
    public SeparableConvolution SeparableConvolutionOf(Shape input, int multiplier, int filters)
    {
        ConvolutionShape depthwise = DepthwiseConvolutionOf(input, multiplier);
        return new SeparableConvolution(depthwise, depthwise with
        {
            Height = new(depthwise.Height.Output, depthwise.Height.Output, 1),
            Width = new(depthwise.Width.Output, depthwise.Width.Output, 1),
            Channels = depthwise.Filters,
            Filters = filters,
            Groups = 1,
        });
    }

    /// <summary>Returns the shape of the outputs of the depthwise part of a separable convolution of a batch.</summary>
    public Shape ChannelsShape(PassShapes shapes, int multiplier)
    {
        int[] sizes = [.. shapes.Output];
        sizes[ChannelAxis + 1] = shapes.Input[ChannelAxis + 1] * multiplier;
        return sizes;
    }

    private string Expected => (Rank, IsChannelsFirst) switch
    {
        (1, false) => "(None, steps, channels)",
        (1, true) => "(None, channels, steps)",
        (_, false) => "(None, height, width, channels)",
        (_, true) => "(None, channels, height, width)",
    };

    private static int Of(Size2D size, int axis) => axis == 0 ? size.Height : size.Width;

    private int Extent(int axis) => ((Of(Kernel, axis) - 1) * Of(Dilation, axis)) + 1;

    private string NameOf(int axis) => Rank == 1 ? "steps" : AxisNames[axis];

    /// <summary>Returns the size of a row along the height or the width, which is 1 along the height of a sequence.</summary>
    private int SizeAlong(Shape row, int axis) => Rank == 1
        ? axis == 0 ? 1 : row[IsChannelsFirst ? 1 : 0]
        : row[IsChannelsFirst ? axis + 1 : axis];

    private Shape WithChannels(int filters, Func<int, int> size)
    {
        int[] sizes = Rank == 1 ? [size(1)] : [size(0), size(1)];
        return IsChannelsFirst ? [filters, .. sizes] : [.. sizes, filters];
    }

    private void RequireSettings(Layer layer)
    {
        if (Math.Max(Strides.Height, Strides.Width) > 1 && Math.Max(Dilation.Height, Dilation.Width) > 1)
        {
            throw layer.Error(
                $"has strides {TextOf(Strides)} and a dilation rate of {TextOf(Dilation)}; one of the two must be 1 along all axes");
        }

        if (Padding == Padding.Causal && (Rank > 1 || layer is not Conv1D))
            throw layer.Error("has causal padding, which only Conv1D has; use 'valid' or 'same'");
    }

    private void RequireOutputPadding(Layer layer, Size2D? outputPadding)
    {
        for (int axis = 2 - Rank; axis < 2; axis++)
        {
            if (outputPadding is { } padding && Of(padding, axis) >= Of(Strides, axis))
            {
                throw layer.Error(
                    $"has an output padding of {Of(padding, axis)} along the {NameOf(axis)}, which must be less than the stride of "
                    + $"{Of(Strides, axis)} there");
            }
        }
    }

    private string TextOf(Size2D size) => Rank == 1 ? FormattableString.Invariant($"{size.Width}") : size.ToString();

    private int OutputSize(Layer layer, Shape input, int axis)
    {
        int size = SizeAlong(input, axis), stride = Of(Strides, axis), extent = Extent(axis);
        if (size == Shape.Open)
            return Shape.Open;
        if (Padding == Padding.Valid && size < extent)
        {
            throw layer.Error(
                $"has a kernel that covers {extent} along the {NameOf(axis)}, which is more than the {size} of its input "
                + $"{input.ToStringWithBatch()}; use a smaller kernel or padding 'same'");
        }

        return OutputSize(size, axis);
    }

    private int OutputSize(int size, int axis) =>
        WindowAxis.CountOf(size, Extent(axis), Of(Strides, axis), Padding == Padding.Valid ? Padding.Valid : Padding.Same);

    private ConvolutionAxis AxisOf(Shape row, int axis)
    {
        int size = SizeAlong(row, axis), output = OutputSize(size, axis);
        return new(size, output, Of(Kernel, axis), Of(Strides, axis), Of(Dilation, axis), PaddingBefore(size, output, axis));
    }

    /// <summary>Returns the padding before the first pixel.</summary>
    private int PaddingBefore(int size, int output, int axis) => Padding switch
    {
        Padding.Same => WindowAxis.PaddingBefore(size, Extent(axis), Of(Strides, axis), output),
        Padding.Causal when axis == 1 => Extent(axis) - 1,
        _ => 0,
    };

    private ConvolutionAxis TransposedAxisOf(Shape row, int axis, Size2D? outputPadding)
    {
        int size = SizeAlong(row, axis);
        if (Rank == 1 && axis == 0)
            return ConvolutionAxis.None;
        int extent = Extent(axis), before = Math.Min((TransposedPadding(axis, outputPadding) + 1) / 2, extent - 1);
        return new(
            TransposedSize(axis, size, outputPadding), size, Of(Kernel, axis), Of(Strides, axis), Of(Dilation, axis),
            Padding == Padding.Valid ? 0 : extent - 1 - before);
    }

    private int TransposedSize(int axis, int size, Size2D? outputPadding) =>
        ((size - 1) * Of(Strides, axis)) + 2 + TransposedPadding(axis, outputPadding) - Extent(axis);

    /// <summary>
    /// Returns the number of zeros at both ends of the stretched input of a transposed convolution. Keras: backend/common/backend_utils.py.
    /// </summary>
    private int TransposedPadding(int axis, Size2D? outputPadding)
    {
        int extent = Extent(axis), stride = Of(Strides, axis);
        int? added = outputPadding is { } padding ? Of(padding, axis) : null;
        return Padding == Padding.Valid
            ? (2 * (extent - 1)) + (added ?? Math.Max(stride - extent, 0))
            : added is { } fixedPadding ? extent + (extent % 2) - 2 + fixedPadding : stride + extent - 2;
    }
}
