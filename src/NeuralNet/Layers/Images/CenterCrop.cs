namespace NeuralNet;

/// <summary>
/// Crops images to their centre: (batch, h, w, channels) becomes (batch, height, width, channels). An image that is smaller than the output
/// is resized instead: the largest part of it with the aspect ratio of the output, bilinearly. Keras:
/// layers/preprocessing/image_preprocessing/center_crop.py.
/// </summary>
/// <param name="height">The height of the output.</param>
/// <param name="width">The width of the output.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the order of the axes is undefined.</exception>
[Configurable]
public sealed partial class CenterCrop(int height, int width, DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null)
    : ResamplingLayer(ImageFormat.OfImages(dataFormat), name)
{
    private readonly int height = Require.Positive(height), width = Require.Positive(width);

    private protected override (int Height, int Width) OutputSizeFor(int height, int width) => (this.height, this.width);

    private protected override Resampling ResamplingOf(ImageShape input, ImageShape output)
    {
        bool fits = input.Height >= height && input.Width >= width;
        (int rows, int columns) = fits ? (height, width) : CropSizeFor(input, height, width);
        return new Resampling(input, output, WeightsOf(input.Height, rows, height), WeightsOf(input.Width, columns, width));
    }

    private static AxisWeights WeightsOf(int inputs, int resized, int outputs) =>
        InterpolationWeights.Create(Interpolation.Bilinear, false, inputs, (inputs - resized) / 2, resized, outputs);
}
