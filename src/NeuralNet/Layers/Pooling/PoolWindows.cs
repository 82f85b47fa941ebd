namespace NeuralNet;

/// <summary>The windows of a pool over images of one size.</summary>
internal sealed class PoolWindows(ImageShape input, Size2D pool, Size2D strides, Padding padding)
{
    /// <summary>The sizes of the image that is pooled.</summary>
    public ImageShape Input { get; } = input;

    /// <summary>The windows along the height.</summary>
    public WindowAxis Rows { get; } = new(input.Height, pool.Height, strides.Height, padding);

    /// <summary>The windows along the width.</summary>
    public WindowAxis Columns { get; } = new(input.Width, pool.Width, strides.Width, padding);

    /// <summary>The sizes of the pooled image.</summary>
    public ImageShape Output => Input with { Height = Rows.Count, Width = Columns.Count };
}
