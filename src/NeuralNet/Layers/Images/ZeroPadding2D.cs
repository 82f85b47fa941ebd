namespace NeuralNet;

/// <summary>
/// Adds rows and columns of 0 at the edges of images: (batch, height, width, channels) becomes (batch, top + height + bottom,
/// left + width + right, channels). Keras: layers/reshaping/zero_padding2d.py.
/// </summary>
/// <param name="padding">The numbers of rows and columns that are added at the edges; 1 each by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A number of rows or columns is negative, or the order of the axes is undefined.
/// </exception>
[Configurable]
public sealed partial class ZeroPadding2D(Margins2D? padding = null, DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null)
    : ZeroPadding(ImageFormat.OfImages(dataFormat), padding ?? 1, name)
{
    private readonly Margins2D padding = Require.NonNegative(padding ?? 1, nameof(padding));
}
