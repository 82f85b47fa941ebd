namespace NeuralNet;

/// <summary>Removes cells at the edges of images or at the ends of sequences.</summary>
public abstract class Cropping : ImageLayer
{
    private readonly Margins2D margins;

    private protected Cropping(ImageFormat format, Margins2D margins, string? name)
        : base(format, name) => this.margins = margins;

    /// <inheritdoc/>
    public sealed override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal sealed override object Prepare(PassShapes shapes) =>
        new ImageMargins(ImageIn(shapes.Output), margins);

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame) => frame.Prepared<ImageMargins>().Remove(frame.Input, frame.Output);

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            frame.Prepared<ImageMargins>().Add(frame.OutputGradient, inputGradient);
    }

    private protected sealed override (int Height, int Width) OutputSizeFor(int height, int width) =>
        (OutputSizeFor(height, margins.Vertical, "high"), OutputSizeFor(width, margins.Horizontal, "wide"));

    private int OutputSizeFor(int size, Margins1D cropped, string extent) => size == Shape.Open || size > cropped.Sum
        ? SizeOrOpen(size, size - cropped.Sum)
        : throw Error($"removes {cropped.Sum} cells of inputs that are {size} cells {extent}, which leaves nothing. Remove fewer");
}
