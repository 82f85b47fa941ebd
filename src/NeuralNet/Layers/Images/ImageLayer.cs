namespace NeuralNet;

/// <summary>
/// A layer that computes images from images, or sequences from sequences, each channel by itself: it changes the height and the width and
/// keeps the channels.
/// </summary>
public abstract class ImageLayer : Layer
{
    private readonly ImageFormat format;

    private protected ImageLayer(ImageFormat format, string? name)
        : base(name) => this.format = format;

    /// <inheritdoc/>
    protected internal sealed override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        ImageShape input = ImageOf(OnlyInput(inputs));
        (int height, int width) = OutputSizeFor(input.Height, input.Width);
        return WithSize(input, height, width);
    }

    /// <summary>Computes the height and the width of the output, which are open where they depend on an open size.</summary>
    /// <exception cref="ArgumentException">The layer cannot take images of this size.</exception>
    private protected abstract (int Height, int Width) OutputSizeFor(int height, int width);

    /// <summary>Returns the sizes of an image in a row of this shape.</summary>
    private protected ImageShape ImageOf(Shape row) => format.Read(this, row);

    /// <summary>Returns the sizes of the images of a batch of this shape.</summary>
    private protected ImageShape ImageIn(Shape batch) => format.ReadBatch(batch);

    /// <summary>Returns the shape of a row with an image of another height and width.</summary>
    private protected Shape WithSize(ImageShape image, int height, int width) =>
        format.Write(image with { Height = height, Width = width });

    /// <summary>Returns a size of the output; <see cref="Shape.Open"/> if that of the input is open.</summary>
    /// <exception cref="ArgumentException">The size is greater than that of any array.</exception>
    private protected int SizeOrOpen(int input, long size) => input == Shape.Open
        ? Shape.Open
        : size <= Array.MaxLength
            ? (int)size
            : throw Error($"makes {size} rows, columns or steps of {input}, more than a tensor can have");
}
