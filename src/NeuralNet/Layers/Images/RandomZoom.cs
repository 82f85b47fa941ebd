namespace NeuralNet;

/// <summary>
/// Zooms each image about its centre by a random factor in training; passes images on otherwise. Keras:
/// layers/preprocessing/image_preprocessing/random_zoom.py.
/// </summary>
/// <param name="heightFactor">
/// The interval of the part of the height that the output shows in addition: with 0.2, the output shows 1.2 heights, which zooms out; with
/// −0.3, 0.7 heights, which zooms in. A number f stands for [−f, f].
/// </param>
/// <param name="widthFactor">
/// The interval of the part of the width, drawn by itself; null, the default, takes that of the height, which keeps the aspect ratio.
/// </param>
/// <param name="fillMode">The values outside the image; <see cref="NeuralNet.FillMode.Reflect"/> by default.</param>
/// <param name="interpolation">
/// The interpolation, Nearest or Bilinear; <see cref="NeuralNet.Interpolation.Bilinear"/> by default.
/// </param>
/// <param name="fillValue">The value outside the image with the mode Constant; 0 by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A factor is not greater than −1 and at most 1, the fill value is not finite, or an enumeration has an unsupported value.
/// </exception>
[Configurable]
public sealed partial class RandomZoom(
    Interval heightFactor, Interval? widthFactor = null, FillMode fillMode = FillMode.Reflect,
    Interpolation interpolation = Interpolation.Bilinear, float fillValue = 0, DataFormat dataFormat = DataFormat.ChannelsLast,
    string? name = null)
    : AffineAugmentation(ImageFormat.OfImages(dataFormat), fillMode, interpolation, fillValue, name)
{
    private readonly Interval heightFactor = AboveMinusOne(heightFactor, nameof(heightFactor));
    private readonly Interval? widthFactor = widthFactor is { } given ? AboveMinusOne(given, nameof(widthFactor)) : null;
    private readonly FillMode fillMode = Require.Defined(fillMode);
    private readonly Interpolation interpolation = NearestOrBilinear(interpolation);
    private readonly float fillValue = Require.Finite(fillValue);

    private protected override void Draw(RandomStream random, ImageShape image, Span<float> numbers)
    {
        float height = 1 + heightFactor.Draw(random), width = widthFactor is { } own ? 1 + own.Draw(random) : height;
        numbers.Clear();
        (numbers[0], numbers[2]) = (width, (image.Width - 1) / 2f * (1 - width));
        (numbers[4], numbers[5]) = (height, (image.Height - 1) / 2f * (1 - height));
    }

    private static Interval AboveMinusOne(Interval factor, string name) => factor.Lower > -1
        ? FactorUpToOne(factor, name)
        : throw new ArgumentOutOfRangeException(name, factor.ToString(), $"'{name}' must be greater than -1, where nothing is shown.");
}
