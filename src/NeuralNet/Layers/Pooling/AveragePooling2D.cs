namespace NeuralNet;

/// <summary>
/// Computes the mean of each channel over windows of pixels: (batch, height, width, channels) becomes (batch, rows of windows, columns of
/// windows, channels). With padding Same, the mean is that of the cells that exist. Keras: layers/pooling/average_pooling2d.py.
/// </summary>
/// <param name="poolSize">The height and the width of a window; 2 by default.</param>
/// <param name="strides">The distance of the starts of neighbouring windows; the size of a window by default.</param>
/// <param name="padding">The cells that windows may cover; <see cref="NeuralNet.Padding.Valid"/> by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A size or a stride is less than 1, the padding is neither Valid nor Same, or the order of the axes is undefined.
/// </exception>
[Configurable]
public sealed partial class AveragePooling2D(
    Size2D? poolSize = null, Size2D? strides = null, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast,
    string? name = null)
    : Pooling(ImageFormat.OfImages(dataFormat), poolSize ?? 2, strides ?? poolSize ?? 2, padding, name)
{
    private readonly Size2D poolSize = Require.AtLeast(1, poolSize ?? 2, nameof(poolSize));
    private readonly Size2D strides = Require.AtLeast(1, strides ?? poolSize ?? 2, nameof(strides));
    private readonly Padding padding = ValidOrSame(padding);

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) =>
        AveragePool.Forward(frame.Input, frame.Output, frame.Prepared<PoolWindows>());

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            AveragePool.Backward(frame.OutputGradient, inputGradient, frame.Prepared<PoolWindows>());
    }
}
