namespace NeuralNet.Plotting;

/// <summary>An image whose values are drawn from the minimum, black, to the maximum, white or the full color.</summary>
internal sealed class ImagePixels
{
    /// <summary>The maximum number of rows and of columns.</summary>
    public const int Max = 256;

    private readonly float[] values;
    private readonly int channels;
    private readonly Interval brightness;

    private ImagePixels(ReadOnlySpan<float> values, int height, int width, int channels)
    {
        this.values = values.ToArray();
        (Height, Width, this.channels) = (height, width, channels);
        brightness = Interval.Of(IsColored ? Colors() : Grays());
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Gets a value indicating whether the image has red, green and blue, and perhaps alpha, which is not drawn.</summary>
    public bool IsColored => channels is 3 or 4;

    /// <summary>Creates an image of a tensor of the shape (height, width) or (height, width, channels).</summary>
    /// <exception cref="ArgumentException">The shape is not that of an image, the image is too large, or a value is not finite.</exception>
    public static ImagePixels Of(Tensor image, string name)
    {
        RequireImage(image, name);
        return new ImagePixels(image.AsSpan(), image.Shape[0], image.Shape[1], image.Rank == 3 ? image.Shape[2] : 1);
    }

    /// <summary>Validates that a tensor has the shape of an image that can be drawn, and finite values.</summary>
    public static void RequireImage(Tensor image, string name)
    {
        ArgumentNullException.ThrowIfNull(image, name);
        if (image.Rank is not (2 or 3) || image.Length == 0)
            throw new ArgumentException(
                $"'{name}' must have the shape (height, width) or (height, width, channels) and a pixel; it has {image.Shape}. "
                + "Tensor.Reshape gives it another.", name);
        if (image.Shape[0] > Max || image.Shape[1] > Max)
            throw new ArgumentException(
                $"'{name}' must have at most {Max} × {Max} pixels; its shape is {image.Shape}. Make it smaller first.", name);
        Check.Finite(image, name);
    }

    /// <summary>Returns the brightness of a pixel from 0 to 1, the mean of its channels.</summary>
    public double BrightnessAt(int row, int column) => Fraction(Gray(row * Width + column));

    /// <summary>Returns red, green and blue of each pixel, row by row.</summary>
    public byte[] ToRgb()
    {
        byte[] rgb = new byte[Height * Width * 3];
        for (int i = 0; i < rgb.Length; i++)
            rgb[i] = (byte)Math.Round(byte.MaxValue * Fraction(IsColored ? values[i / 3 * channels + i % 3] : Gray(i / 3)));
        return rgb;
    }

    private double Fraction(double value) => Math.Clamp((value - brightness.From) / brightness.Length, 0, 1);

    private IEnumerable<double> Colors() => values.Where((_, index) => index % channels < 3).Select(value => (double)value);

    private IEnumerable<double> Grays() => Enumerable.Range(0, Height * Width).Select(Gray);

    private double Gray(int pixel)
    {
        int counted = IsColored ? 3 : channels;
        double sum = 0;
        for (int channel = 0; channel < counted; channel++)
            sum += values[pixel * channels + channel] / (double)counted;
        return sum;
    }
}
