namespace NeuralNet.Plotting;

/// <summary>Images beside and below each other, each with a caption.</summary>
internal sealed class ImageGrid : Plot
{
    public const int MaxImages = 200;

    private const double Gap = 16, CaptionSize = 12, CaptionRoom = 22;
    private readonly ImagePixels[] images;
    private readonly IReadOnlyList<string>? captions;
    private readonly int columns;

    public ImageGrid(ImagePixels[] images, IReadOnlyList<string>? captions, int columns, string title)
        : base(title) => (this.images, this.captions, this.columns) = (images, captions, columns);

    private protected override double ContentHeight => (images.Length + columns - 1) / columns * (RowHeight + Gap) - Gap;

    private double ImageWidth => (ContentWidth - (columns - 1) * Gap) / columns;

    private double ImageHeight => ImageWidth * images[0].Height / images[0].Width;

    private double RowHeight => ImageHeight + (captions is null ? 0 : CaptionRoom);

    private protected override void Draw(SvgWriter svg, Box area)
    {
        for (int i = 0; i < images.Length; i++)
        {
            var box = new Box(
                area.Left + i % columns * (ImageWidth + Gap), area.Top + i / columns * (RowHeight + Gap), ImageWidth, ImageHeight);
            svg.Image(box, images[i]);
            svg.Rectangle("axis", box);
            if (captions is not null)
                svg.Text("middle", box.Center, box.Bottom + 16, TextMeasure.Fit(captions[i], ImageWidth, CaptionSize), captions[i]);
        }
    }
}

public abstract partial class Plot
{
    /// <summary>
    /// Creates a plot of images beside and below each other, such as those that a classifier mistakes. Images of three channels, or of four
    /// with alpha, are shown in colors from their minimum, black, to their maximum; other images in grays, by the mean of their channels.
    /// </summary>
    /// <param name="images">
    /// The images, (images, height, width) or (images, height, width, channels), from 1 to 200 of at most 256 × 256 pixels.
    /// </param>
    /// <param name="captions">A text below each image, which is shortened to its width; none by default.</param>
    /// <param name="columns">The number of images beside each other; as many as there are, and at most 8, by default.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">
    /// The shape is not that of images, an image is empty or too large, a value is not finite, or there is not a caption for each image.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is less than 1 or more than 32.</exception>
    public static Plot ImageGrid(
        Tensor images, IReadOnlyList<string>? captions = null, int? columns = null, string title = "Images")
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank is not (3 or 4))
            throw new ArgumentException(
                $"'{nameof(images)}' must have the shape (images, height, width) or (images, height, width, channels); it has "
                + $"{images.Shape}. Tensor.Reshape gives it another.", nameof(images));
        Check.Count(images.Shape[0], 1, Plotting.ImageGrid.MaxImages, "images", nameof(images));
        if (captions is not null)
            Check.OneFor(images.Shape[0], "image", captions);
        if (columns is < 1 or > 32)
            throw new ArgumentOutOfRangeException(nameof(columns), columns, $"'{nameof(columns)}' must be between 1 and 32.");
        Shape shape = [.. images.Shape.Skip(1)];
        return new ImageGrid(
            [.. Enumerable.Range(0, images.Shape[0]).Select(i => ImagePixels.Of(images.Slice(i, 1).Reshape(shape), nameof(images)))],
            captions?.ToArray(), columns ?? Math.Min(images.Shape[0], 8), Check.Title(title));
    }
}
