using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Scales the differences from the mean of each channel of each image by a random factor in training, and clips the results to the range of
/// values; passes images on otherwise: y = (x − μ)·factor + μ. Keras: layers/preprocessing/image_preprocessing/random_contrast.py.
/// </summary>
/// <param name="factor">
/// The interval from 1 − lower to 1 + upper of the factor: (lower, upper), or one number for both, each from 0 to 1.
/// </param>
/// <param name="valueRange">The range of the values; (0, 255) by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A limit is not between 0 and 1, or the order of the axes is undefined.</exception>
[Configurable]
public sealed partial class RandomContrast(
    Interval factor, Interval? valueRange = null, DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null)
    : ImageAugmentation(ImageFormat.OfImages(dataFormat), drawnNumbers: 1, name)
{
    private readonly Interval factor = factor is { Upper: <= 1 } && (factor.Lower >= 0 || factor.Lower == -factor.Upper)
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), factor.ToString(), $"'{nameof(factor)}' must lie between 0 and 1.");

    private readonly Interval valueRange = valueRange ?? (0, 255);
    private LayerMemory means = null!, gradients = null!;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        base.Build(builder);
        means = builder.AddMemory("means", RowsOfPlanes);
        gradients = builder.AddWorkspace("gradients", RowsOfPlanes);
    }

    private protected override void Draw(RandomStream random, ImageShape image, Span<float> numbers) =>
        numbers[0] = new Interval(1 - Math.Abs(factor.Lower), 1 + factor.Upper).Draw(random);

    private protected override void Transform(Frame frame, ImageShape image) =>
        PlanePass.Run(image.PlanesIn(frame.Input), 1, image.PlaneLength, new ForwardBody(this, frame, image));

    private protected override void PutGradient(Frame frame, ImageShape image, Tensor inputGradient) =>
        PlanePass.Run(image.PlanesIn(frame.Input), 1, image.PlaneLength, new BackwardBody(this, frame, image, inputGradient));

    /// <summary>Returns the shape of one row of pixels for each plane of a batch.</summary>
    private Shape RowsOfPlanes(PassShapes shapes)
    {
        ImageShape image = ImageIn(shapes.Input);
        return [shapes.BatchSize * image.Planes, image.RowLength];
    }

    /// <summary>Computes the mean of each channel of a plane, repeated for each pixel of a row.</summary>
    private static void Average(ReadOnlySpan<float> pixels, ImageShape image, Span<float> row)
    {
        Rows.Sum(pixels, row);
        for (int channel = 0; channel < image.Depth; channel++)
        {
            float sum = 0;
            for (int i = channel; i < row.Length; i += image.Depth)
                sum += row[i];
            for (int i = channel; i < row.Length; i += image.Depth)
                row[i] = sum / (image.Height * image.Width);
        }
    }

    /// <summary>Computes x·scale + addend for each row of pixels.</summary>
    private static void MultiplyAdd(ReadOnlySpan<float> pixels, float scale, ReadOnlySpan<float> addend, Span<float> results)
    {
        for (int start = 0; start < pixels.Length; start += addend.Length)
            TensorPrimitives.MultiplyAdd(pixels.Slice(start, addend.Length), scale, addend, results.Slice(start, addend.Length));
    }

    private readonly struct ForwardBody(RandomContrast layer, Frame frame, ImageShape image) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            ReadOnlySpan<float> pixels = image.Plane(frame.Input, plane);
            Span<float> results = image.Plane(frame.Output, plane), rest = frame[layer.means].Row(plane);
            float scale = layer.Drawn(frame, plane / image.Planes)[0];
            Average(pixels, image, rest);
            TensorPrimitives.Multiply(rest, 1 - scale, rest);
            MultiplyAdd(pixels, scale, rest, results);
            TensorPrimitives.Clamp(results, layer.valueRange.Lower, layer.valueRange.Upper, results);
        }
    }

    /// <summary>Writes dx = g·factor + mean(g)·(1 − factor), where g is dy without that of the values that were clipped.</summary>
    private readonly struct BackwardBody(RandomContrast layer, Frame frame, ImageShape image, Tensor inputGradient) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            Span<float> gradient = image.Plane(frame.OutputGradient, plane), target = image.Plane(inputGradient, plane);
            Span<float> mean = frame[layer.gradients].Row(plane);
            float scale = layer.Drawn(frame, plane / image.Planes)[0];
            MultiplyAdd(image.Plane(frame.Input, plane), scale, frame[layer.means].Row(plane), target);
            Elementwise.Map(target, gradient, gradient, new WithinRange(layer.valueRange));
            Average(gradient, image, mean);
            TensorPrimitives.Multiply(mean, 1 - scale, mean);
            MultiplyAdd(gradient, scale, mean, target);
        }
    }
}
