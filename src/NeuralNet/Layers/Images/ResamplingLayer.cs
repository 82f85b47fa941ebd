namespace NeuralNet;

/// <summary>
/// Computes images of another size, of which each pixel is a weighted sum of pixels of the input. Keras: backend/tensorflow/image.py.
/// </summary>
public abstract class ResamplingLayer : ImageLayer
{
    private protected ResamplingLayer(ImageFormat format, string? name)
        : base(format, name)
    {
    }

    /// <inheritdoc/>
    public sealed override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal sealed override object Prepare(PassShapes shapes) =>
        ResamplingOf(ImageIn(shapes.Input), ImageIn(shapes.Output));

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame) => frame.Prepared<Resampling>().Forward(frame.Input, frame.Output);

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            frame.Prepared<Resampling>().Backward(frame.OutputGradient, inputGradient);
    }

    /// <summary>Returns the weights of the pixels.</summary>
    private protected abstract Resampling ResamplingOf(ImageShape input, ImageShape output);

    /// <summary>Returns the weights of an interpolation of whole images.</summary>
    private protected static Resampling Resize(ImageShape input, ImageShape output, Interpolation interpolation) => new(
        input, output,
        InterpolationWeights.Create(interpolation, false, input.Height, 0, input.Height, output.Height),
        InterpolationWeights.Create(interpolation, false, input.Width, 0, input.Width, output.Width));

    /// <summary>Returns the height and the width of the largest part of an image with the aspect ratio of another size.</summary>
    private protected static (int Height, int Width) CropSizeFor(ImageShape input, int height, int width) => (
        (int)Math.Clamp((long)input.Width * height / width, 1, input.Height),
        (int)Math.Clamp((long)input.Height * width / height, 1, input.Width));
}
