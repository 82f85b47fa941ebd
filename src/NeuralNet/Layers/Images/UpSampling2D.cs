namespace NeuralNet;

/// <summary>
/// Enlarges images by whole factors: (batch, height, width, channels) becomes (batch, height·rows, width·columns, channels). By default,
/// pixels are repeated. Keras: layers/reshaping/up_sampling2d.py.
/// </summary>
/// <param name="size">The factors of the height and the width; 2 by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="interpolation">The interpolation; <see cref="NeuralNet.Interpolation.Nearest"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A factor is less than 1, or the order of the axes or the interpolation is undefined.
/// </exception>
[Configurable]
public sealed partial class UpSampling2D(
    Size2D? size = null, DataFormat dataFormat = DataFormat.ChannelsLast, Interpolation interpolation = Interpolation.Nearest,
    string? name = null)
    : ResamplingLayer(ImageFormat.OfImages(dataFormat), name)
{
    private readonly Size2D size = Require.AtLeast(1, size ?? 2, nameof(size));
    private readonly Interpolation interpolation = Require.Defined(interpolation);

    private protected override (int Height, int Width) OutputSizeFor(int height, int width) =>
        (SizeOrOpen(height, (long)height * size.Height), SizeOrOpen(width, (long)width * size.Width));

    private protected override Resampling ResamplingOf(ImageShape input, ImageShape output) => Resize(input, output, interpolation);
}
