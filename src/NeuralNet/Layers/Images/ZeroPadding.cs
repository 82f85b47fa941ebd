namespace NeuralNet;

/// <summary>Adds cells of 0 at the edges of images or at the ends of sequences.</summary>
public abstract class ZeroPadding : ImageLayer
{
    private readonly Margins2D margins;

    private protected ZeroPadding(ImageFormat format, Margins2D margins, string? name)
        : base(format, name) => this.margins = margins;

    /// <inheritdoc/>
    public sealed override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal sealed override object Prepare(PassShapes shapes) =>
        new ImageMargins(ImageIn(shapes.Input), margins);

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame) => frame.Prepared<ImageMargins>().Add(frame.Input, frame.Output);

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            frame.Prepared<ImageMargins>().Remove(frame.OutputGradient, inputGradient);
    }

    private protected sealed override (int Height, int Width) OutputSizeFor(int height, int width) =>
        (SizeOrOpen(height, height + margins.Vertical.Sum), SizeOrOpen(width, width + margins.Horizontal.Sum));
}
