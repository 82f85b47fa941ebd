using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Adds a random number to all values of each image in training, and clips the results to the range of values; passes images on otherwise.
/// Keras: layers/preprocessing/image_preprocessing/random_brightness.py.
/// </summary>
/// <param name="factor">
/// The interval of the number, as a fraction of the length of the range; a number f stands for [−f, f].
/// </param>
/// <param name="valueRange">The range of the values; (0, 255) by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The factor is not between −1 and 1.</exception>
[Configurable]
public sealed partial class RandomBrightness(Interval factor, Interval? valueRange = null, string? name = null)
    : ImageAugmentation(ImageFormat.OfImages(DataFormat.ChannelsLast), drawnNumbers: 1, name)
{
    private readonly Interval factor = factor is { Lower: >= -1, Upper: <= 1 }
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), factor.ToString(), $"'{nameof(factor)}' must lie between -1 and 1.");

    private readonly Interval valueRange = valueRange ?? (0, 255);

    private protected override void Draw(RandomStream random, ImageShape image, Span<float> numbers) =>
        numbers[0] = factor.Draw(random) * (valueRange.Upper - valueRange.Lower);

    private protected override void Transform(Frame frame, ImageShape image)
    {
        for (int row = 0; row < frame.BatchSize; row++)
        {
            Span<float> result = frame.Output.Row(row);
            TensorPrimitives.Add(frame.Input.Row(row), Drawn(frame, row)[0], result);
            TensorPrimitives.Clamp(result, valueRange.Lower, valueRange.Upper, result);
        }
    }

    /// <summary>Writes dx = dy where the value was not clipped, else 0.</summary>
    private protected override void PutGradient(Frame frame, ImageShape image, Tensor inputGradient)
    {
        for (int row = 0; row < frame.BatchSize; row++)
        {
            Span<float> gradient = inputGradient.Row(row);
            TensorPrimitives.Add(frame.Input.Row(row), Drawn(frame, row)[0], gradient);
            Elementwise.Map(gradient, frame.OutputGradient.Row(row), gradient, new WithinRange(valueRange));
        }
    }
}
