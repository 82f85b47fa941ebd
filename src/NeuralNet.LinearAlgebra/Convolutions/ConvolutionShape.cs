using System.Globalization;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The sizes of a convolution of a batch of images: output (batch, height, width, filters) from input (batch, height, width, channels) and
/// kernel (height, width, channels/groups, filters), all row-major. With channels first, input and output are (batch, channels, height,
/// width) and the kernel is the same.
/// </summary>
/// <remarks>
/// output[n, y, x, f] = Σ input[n, y·s + i·d − p, x·s + j·d − p, c]·kernel[i, j, c, f] with stride s, dilation d and padding p of each
/// axis. With groups, the filters of group g read the channels of group g only; a kernel that reads each channel apart (groups = channels)
/// is a depthwise kernel (height, width, channels, filters/channels).
/// </remarks>
public sealed record ConvolutionShape
{
    /// <summary>The number of images.</summary>
    public required int Batch { get; init; }

    /// <summary>The axis of the height.</summary>
    public required ConvolutionAxis Height { get; init; }

    /// <summary>The axis of the width.</summary>
    public required ConvolutionAxis Width { get; init; }

    /// <summary>The number of channels of the input.</summary>
    public required int Channels { get; init; }

    /// <summary>The number of filters, which is the number of channels of the output.</summary>
    public required int Filters { get; init; }

    /// <summary>The number of groups; 1 by default.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Gets a value indicating whether the pixels of a channel are consecutive in input and output; false by default.</summary>
    public bool IsChannelsFirst { get; init; }

    /// <summary>The number of elements of the input.</summary>
    public int InputLength => checked(Batch * Height.Input * Width.Input * Channels);

    /// <summary>The number of elements of the output.</summary>
    public int OutputLength => checked(Batch * Height.Output * Width.Output * Filters);

    /// <summary>The number of elements of the kernel.</summary>
    public int KernelLength => checked(Height.Kernel * Width.Kernel * GroupChannels * Filters);

    /// <summary>The number of channels that a filter reads.</summary>
    internal int GroupChannels => Channels / Groups;

    /// <summary>The number of filters of a group.</summary>
    internal int GroupFilters => Filters / Groups;

    /// <summary>Gets a value indicating whether each filter reads one channel of several.</summary>
    internal bool IsDepthwise => Groups == Channels && Groups > 1;

    /// <summary>Gets a value indicating whether each pixel of the output is computed from the same pixel of the input.</summary>
    internal bool IsPointwise => Height.IsPointwise && Width.IsPointwise && !IsChannelsFirst && !IsDepthwise;

    internal ImageLayout InputLayout => ImageLayout.Of(Height.Input, Width.Input, Channels, IsChannelsFirst);

    internal ImageLayout OutputLayout => ImageLayout.Of(Height.Output, Width.Output, Filters, IsChannelsFirst);

    /// <summary>The number of multiplications.</summary>
    internal long Work => (long)Batch * Height.Output * Width.Output * KernelLength;

    /// <summary>Validates the sizes.</summary>
    /// <exception cref="ArgumentException">A size is less than 1, or the groups do not divide channels and filters.</exception>
    internal void Validate()
    {
        RequirePositive(Batch, nameof(Batch));
        RequirePositive(Channels, nameof(Channels));
        RequirePositive(Filters, nameof(Filters));
        RequirePositive(Groups, nameof(Groups));
        Validate(Height, nameof(Height));
        Validate(Width, nameof(Width));
        if (Channels % Groups != 0 || Filters % Groups != 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"A convolution of {Groups} groups needs channels and filters that {Groups} divides; it has {Channels} channels and "
                + $"{Filters} filters."));
        }
    }

    private static void Validate(ConvolutionAxis axis, string name)
    {
        RequirePositive(axis.Input, $"{name}.{nameof(axis.Input)}");
        RequirePositive(axis.Output, $"{name}.{nameof(axis.Output)}");
        RequirePositive(axis.Kernel, $"{name}.{nameof(axis.Kernel)}");
        RequirePositive(axis.Stride, $"{name}.{nameof(axis.Stride)}");
        RequirePositive(axis.Dilation, $"{name}.{nameof(axis.Dilation)}");
    }

    private static void RequirePositive(int size, string name)
    {
        if (size < 1)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"The {name} of a convolution must be at least 1; it is {size}."));
        }
    }
}
