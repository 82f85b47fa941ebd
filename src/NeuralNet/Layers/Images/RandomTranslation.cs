namespace NeuralNet;

/// <summary>
/// Moves each image by a random distance in training; passes images on otherwise. Keras:
/// layers/preprocessing/image_preprocessing/random_translation.py.
/// </summary>
/// <param name="heightFactor">The interval of the distance downwards, as a fraction of the height; a number f stands for [−f, f].</param>
/// <param name="widthFactor">The interval of the distance to the right, as a fraction of the width; a number f stands for [−f, f].</param>
/// <param name="fillMode">The values outside the image; <see cref="NeuralNet.FillMode.Reflect"/> by default.</param>
/// <param name="interpolation">
/// The interpolation, Nearest or Bilinear; <see cref="NeuralNet.Interpolation.Bilinear"/> by default.
/// </param>
/// <param name="fillValue">The value outside the image with the mode Constant; 0 by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A factor is not between −1 and 1, the fill value is not finite, or an enumeration has an unsupported value.
/// </exception>
[Configurable]
public sealed partial class RandomTranslation(
    Interval heightFactor, Interval widthFactor, FillMode fillMode = FillMode.Reflect, Interpolation interpolation = Interpolation.Bilinear,
    float fillValue = 0, DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null)
    : AffineAugmentation(ImageFormat.OfImages(dataFormat), fillMode, interpolation, fillValue, name)
{
    private readonly Interval heightFactor = FactorUpToOne(heightFactor, nameof(heightFactor));
    private readonly Interval widthFactor = FactorUpToOne(widthFactor, nameof(widthFactor));
    private readonly FillMode fillMode = Require.Defined(fillMode);
    private readonly Interpolation interpolation = NearestOrBilinear(interpolation);
    private readonly float fillValue = Require.Finite(fillValue);

    private protected override void Draw(RandomStream random, ImageShape image, Span<float> numbers)
    {
        float down = heightFactor.Draw(random) * image.Height, right = widthFactor.Draw(random) * image.Width;
        numbers.Clear();
        (numbers[0], numbers[2]) = (1, -right);
        (numbers[4], numbers[5]) = (1, -down);
    }
}
