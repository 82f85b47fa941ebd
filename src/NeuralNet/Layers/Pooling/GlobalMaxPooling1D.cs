namespace NeuralNet;

/// <summary>
/// Computes the maximum of each channel over the steps of a sample: (batch, steps, channels) becomes (batch, channels). The gradient goes
/// to the step of the maximum; steps of equal values share it. Padding is left out, where Keras counts it as data; a sample that is all
/// padding gives zeros. Keras: layers/pooling/global_max_pooling1d.py.
/// </summary>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="keepDims">Whether the reduced axes are kept, with size 1; false by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The order of the axes is undefined.</exception>
[Configurable]
public sealed partial class GlobalMaxPooling1D(
    DataFormat dataFormat = DataFormat.ChannelsLast, [Setting("keepdims")] bool keepDims = false, string? name = null)
    : GlobalMaxPooling(ImageFormat.OfSequences(dataFormat), keepDims, name)
{
    /// <inheritdoc/>
    public override MaskHandling MaskHandling =>
        dataFormat == DataFormat.ChannelsLast ? MaskHandling.Consumed : MaskHandling.Refused;
}
