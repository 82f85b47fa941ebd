namespace NeuralNet;

/// <summary>
/// Sets whole channels of images, (batch, height, width, channels), to 0 with probability <c>rate</c> in training and scales the
/// others by 1/(1 − rate); passes its input on otherwise. Tompson et al., "Efficient object localization using convolutional networks",
/// 2015; Keras: layers/regularization/spatial_dropout.py.
/// </summary>
/// <param name="rate">The probability of dropping a channel, from 0 (none) to 1 (all).</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is not between 0 and 1, or the order of the axes is undefined.</exception>
[Configurable]
public sealed partial class SpatialDropout2D(float rate, DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null)
    : SpatialDropout(ImageFormat.OfImages(dataFormat), rate, name)
{
    private readonly float rate = Require.Fraction(rate);
}
