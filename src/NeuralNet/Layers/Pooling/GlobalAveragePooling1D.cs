namespace NeuralNet;

/// <summary>
/// Computes the mean of each channel over the steps of a sample, without padding: (batch, steps, channels) becomes (batch, channels). A
/// sample that is all padding gives zeros, where Keras gives NaN. Keras: layers/pooling/global_average_pooling1d.py.
/// </summary>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="keepDims">Whether the reduced axes are kept, with size 1; false by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The order of the axes is undefined.</exception>
[Configurable]
public sealed partial class GlobalAveragePooling1D(
    DataFormat dataFormat = DataFormat.ChannelsLast, [Setting("keepdims")] bool keepDims = false, string? name = null)
    : GlobalAveragePooling(ImageFormat.OfSequences(dataFormat), keepDims, name)
{
    /// <inheritdoc/>
    public override MaskHandling MaskHandling =>
        dataFormat == DataFormat.ChannelsLast ? MaskHandling.Consumed : MaskHandling.Refused;
}
