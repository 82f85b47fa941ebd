namespace NeuralNet;

/// <summary>
/// Flips each image with probability ½ in training; passes images on otherwise. In both directions, each is drawn by itself. Keras:
/// layers/preprocessing/image_preprocessing/random_flip.py, which flips in both directions or in none.
/// </summary>
/// <param name="mode">The directions; <see cref="FlipMode.HorizontalAndVertical"/> by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The mode or the order of the axes is undefined.</exception>
[Configurable]
public sealed partial class RandomFlip(
    FlipMode mode = FlipMode.HorizontalAndVertical, DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null)
    : ImageAugmentation(ImageFormat.OfImages(dataFormat), drawnNumbers: 2, name)
{
    private readonly FlipMode mode = Require.Defined(mode);

    private protected override void Draw(RandomStream random, ImageShape image, Span<float> numbers)
    {
        float horizontal = random.NextSingle(), vertical = random.NextSingle();
        numbers[0] = mode != FlipMode.Vertical && horizontal < 0.5f ? 1 : 0;
        numbers[1] = mode != FlipMode.Horizontal && vertical < 0.5f ? 1 : 0;
    }

    private protected override void Transform(Frame frame, ImageShape image) => Flip(frame, image, frame.Input, frame.Output);

    private protected override void PutGradient(Frame frame, ImageShape image, Tensor inputGradient) =>
        Flip(frame, image, frame.OutputGradient, inputGradient);

    private void Flip(Frame frame, ImageShape image, Tensor source, Tensor target) =>
        PlanePass.Run(image.PlanesIn(source), image.Height, image.RowLength, new Body(this, frame, image, source, target));

    private readonly struct Body(RandomFlip layer, Frame frame, ImageShape image, Tensor source, Tensor target) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            ReadOnlySpan<float> numbers = layer.Drawn(frame, plane / image.Planes), pixels = image.Plane(source, plane);
            Span<float> flipped = image.Plane(target, plane);
            for (int row = firstRow; row < endRow; row++)
            {
                int sourceRow = numbers[1] == 0 ? row : image.Height - 1 - row;
                ReadOnlySpan<float> values = pixels.Slice(sourceRow * image.RowLength, image.RowLength);
                Span<float> results = flipped.Slice(row * image.RowLength, image.RowLength);
                if (numbers[0] == 0)
                    values.CopyTo(results);
                else
                    Reverse(values, results);
            }
        }

        private void Reverse(ReadOnlySpan<float> values, Span<float> reversed)
        {
            int depth = image.Depth;
            for (int start = 0; start < values.Length; start += depth)
                values.Slice(start, depth).CopyTo(reversed.Slice(values.Length - depth - start, depth));
        }
    }
}
