namespace NeuralNet;

/// <summary>
/// Removes rows and columns at the edges of images: (batch, height, width, channels) becomes (batch, height − top − bottom,
/// width − left − right, channels). Keras: layers/reshaping/cropping2d.py.
/// </summary>
/// <param name="cropping">The numbers of rows and columns that are removed at the edges; 0 by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A number of rows or columns is negative, or the order of the axes is undefined.
/// </exception>
[Configurable]
public sealed partial class Cropping2D(Margins2D? cropping = null, DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null)
    : Cropping(ImageFormat.OfImages(dataFormat), cropping ?? 0, name)
{
    private readonly Margins2D cropping = Require.NonNegative(cropping ?? 0, nameof(cropping));
}
