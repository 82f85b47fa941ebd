namespace NeuralNet;

/// <summary>
/// Turns each image about its centre by a random angle in training; passes images on otherwise. Keras:
/// layers/preprocessing/image_preprocessing/random_rotation.py.
/// </summary>
/// <param name="factor">
/// The interval of the angle, as a fraction of a full turn; positive angles are counter-clockwise. A number f stands for [−f, f].
/// </param>
/// <param name="fillMode">The values outside the image; <see cref="NeuralNet.FillMode.Reflect"/> by default.</param>
/// <param name="interpolation">
/// The interpolation, Nearest or Bilinear; <see cref="NeuralNet.Interpolation.Bilinear"/> by default.
/// </param>
/// <param name="fillValue">The value outside the image with the mode Constant; 0 by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// The factor is not between −1 and 1, the fill value is not finite, or an enumeration has an unsupported value.
/// </exception>
[Configurable]
public sealed partial class RandomRotation(
    Interval factor, FillMode fillMode = FillMode.Reflect, Interpolation interpolation = Interpolation.Bilinear,
    float fillValue = 0, DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null)
    : AffineAugmentation(ImageFormat.OfImages(dataFormat), fillMode, interpolation, fillValue, name)
{
    private readonly Interval factor = FactorUpToOne(factor, nameof(factor));
    private readonly FillMode fillMode = Require.Defined(fillMode);
    private readonly Interpolation interpolation = NearestOrBilinear(interpolation);
    private readonly float fillValue = Require.Finite(fillValue);

    private protected override void Draw(RandomStream random, ImageShape image, Span<float> numbers)
    {
        (float sine, float cosine) = MathF.SinCos(factor.Draw(random) * MathF.Tau);
        float x = (image.Width - 1) / 2f, y = (image.Height - 1) / 2f;
        (numbers[0], numbers[1], numbers[2]) = (cosine, -sine, x - x * cosine + y * sine);
        (numbers[3], numbers[4], numbers[5]) = (sine, cosine, y - x * sine - y * cosine);
    }
}
