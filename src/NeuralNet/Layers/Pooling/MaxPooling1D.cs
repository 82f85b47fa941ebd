namespace NeuralNet;

/// <summary>
/// Computes the maximum of each channel over windows of consecutive steps: (batch, steps, channels) becomes (batch, windows, channels).
/// The gradient goes to the first maximum of a window. Keras: layers/pooling/max_pooling1d.py.
/// </summary>
/// <param name="poolSize">The number of steps of a window; 2 by default.</param>
/// <param name="strides">The distance of the starts of neighbouring windows; the size of a window by default.</param>
/// <param name="padding">The cells that windows may cover; <see cref="NeuralNet.Padding.Valid"/> by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A size or a stride is less than 1, the padding is neither Valid nor Same, or the order of the axes is undefined.
/// </exception>
[Configurable]
public sealed partial class MaxPooling1D(
    int poolSize = 2, int? strides = null, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast,
    string? name = null)
    : Pooling(ImageFormat.OfSequences(dataFormat), new Size2D(1, poolSize), new Size2D(1, strides ?? poolSize), padding, name)
{
    private readonly int poolSize = Require.Positive(poolSize);
    private readonly int strides = Require.Positive(strides ?? poolSize, nameof(strides));
    private readonly Padding padding = ValidOrSame(padding);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) =>
        MaxPool.Forward(frame.Input, frame.Output, frame.Prepared<PoolWindows>());

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            MaxPool.Backward(frame.Input, frame.Output, frame.OutputGradient, inputGradient, frame.Prepared<PoolWindows>());
    }
}
