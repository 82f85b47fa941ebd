namespace NeuralNet;

/// <summary>
/// Computes the maximum of each channel over the pixels of an image: (batch, height, width, channels) becomes (batch, channels). The
/// gradient goes to the pixel of the maximum; pixels of equal values share it. Keras: layers/pooling/global_max_pooling2d.py.
/// </summary>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="keepDims">Whether the reduced axes are kept, with size 1; false by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The order of the axes is undefined.</exception>
[Configurable]
public sealed partial class GlobalMaxPooling2D(
    DataFormat dataFormat = DataFormat.ChannelsLast, [Setting("keepdims")] bool keepDims = false, string? name = null)
    : GlobalMaxPooling(ImageFormat.OfImages(dataFormat), keepDims, name);
