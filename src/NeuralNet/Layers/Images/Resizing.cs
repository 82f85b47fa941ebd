namespace NeuralNet;

/// <summary>
/// Resizes images: (batch, h, w, channels) becomes (batch, height, width, channels). By default, the aspect ratio changes; images may be
/// cropped or padded first instead, equally on both sides. Keras: layers/preprocessing/image_preprocessing/resizing.py.
/// </summary>
/// <param name="height">The height of the output.</param>
/// <param name="width">The width of the output.</param>
/// <param name="interpolation">The interpolation; <see cref="NeuralNet.Interpolation.Bilinear"/> by default.</param>
/// <param name="cropToAspectRatio">Whether the largest part with the aspect ratio of the output is resized; false by default.</param>
/// <param name="padToAspectRatio">Whether images are padded to the aspect ratio of the output; false by default.</param>
/// <param name="fillMode">The padding, which is <see cref="NeuralNet.FillMode.Constant"/>.</param>
/// <param name="fillValue">The value of the padding; 0 by default.</param>
/// <param name="antialias">
/// Whether kernels are widened where images become smaller, so that each pixel counts; false by default. No effect on Nearest and Area.
/// </param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A size is less than 1, the fill value is not finite, the fill mode is not Constant, or an enumeration is undefined.
/// </exception>
/// <exception cref="ArgumentException">Images would be both cropped and padded.</exception>
[Configurable]
public sealed partial class Resizing(
    int height, int width, Interpolation interpolation = Interpolation.Bilinear, bool cropToAspectRatio = false,
    bool padToAspectRatio = false, FillMode fillMode = FillMode.Constant, float fillValue = 0, bool antialias = false,
    DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null)
    : ResamplingLayer(ImageFormat.OfImages(dataFormat), name)
{
    private readonly int height = Require.Positive(height), width = Require.Positive(width);
    private readonly Interpolation interpolation = Require.Defined(interpolation);
    private readonly FillMode fillMode = fillMode == FillMode.Constant
        ? fillMode
        : throw Require.Wrong(nameof(fillMode), fillMode, "'fillMode' of Resizing must be Constant.");

    private readonly float fillValue = Require.Finite(fillValue);
    private readonly bool padToAspectRatio = !(cropToAspectRatio && padToAspectRatio)
        ? padToAspectRatio
        : throw new ArgumentException(
            "Images are either cropped or padded to the aspect ratio, not both. Set one of cropToAspectRatio and padToAspectRatio.",
            nameof(padToAspectRatio));

    private protected override (int Height, int Width) OutputSizeFor(int height, int width) => (this.height, this.width);

    private protected override Resampling ResamplingOf(ImageShape input, ImageShape output)
    {
        (int rows, int columns) = ResizedSizeOf(input);
        return new Resampling(
            input, output, WeightsOf(input.Height, rows, height), WeightsOf(input.Width, columns, width), fillValue);
    }

    /// <summary>Returns the numbers of rows and columns that are resized, some of which may be padding.</summary>
    private (int Rows, int Columns) ResizedSizeOf(ImageShape input)
    {
        if (cropToAspectRatio)
            return CropSizeFor(input, height, width);
        return padToAspectRatio
            ? (WithMargins(input.Height, (long)input.Width * height / width), WithMargins(input.Width, (long)input.Height * width / height))
            : (input.Height, input.Width);
    }

    /// <summary>Returns a size with the same number of pixels added at both ends, up to the padded size.</summary>
    private int WithMargins(int size, long padded) => padded <= int.MaxValue
        ? size + Math.Max((int)padded - size, 0) / 2 * 2
        : throw Error($"pads images of {size} rows or columns to {padded}, more than a tensor can have. Resize to another aspect ratio");

    private AxisWeights WeightsOf(int inputs, int resized, int outputs) => InterpolationWeights.Create(
        interpolation, antialias, inputs, padToAspectRatio ? -((resized - inputs) / 2) : (inputs - resized) / 2, resized, outputs);
}
