namespace NeuralNet;

/// <summary>
/// Changes images at random in training and passes them on otherwise. The random numbers of an image depend on the seed of the model, the
/// step and the index of the image in the batch. Keras: layers/preprocessing/image_preprocessing/base_image_preprocessing_layer.py.
/// </summary>
public abstract class ImageAugmentation : ImageLayer
{
    private readonly int drawnNumbers;
    private LayerMemory drawn = null!;

    /// <param name="format">The order of the axes.</param>
    /// <param name="drawnNumbers">The number of numbers that determine the change of an image.</param>
    /// <param name="name">The name of the layer.</param>
    private protected ImageAugmentation(ImageFormat format, int drawnNumbers, string? name)
        : base(format, name) => this.drawnNumbers = drawnNumbers;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder) =>
        drawn = builder.AddMemory("drawn", shapes => [shapes.BatchSize, drawnNumbers]);

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
        if (!frame.IsTraining)
        {
            frame.Input.Data.CopyTo(frame.Output.Data);
            return;
        }

        ImageShape image = ImageIn(frame.Input.Shape);
        for (int row = 0; row < frame.BatchSize; row++)
            Draw(frame.RowRandom.Stream(row), image, Drawn(frame, row));
        Transform(frame, image);
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        if (frame.IsTraining)
            PutGradient(frame, ImageIn(frame.Input.Shape), inputGradient);
        else
            frame.OutputGradient.Data.CopyTo(inputGradient.Data);
    }

    private protected sealed override (int Height, int Width) OutputSizeFor(int height, int width) => (height, width);

    /// <summary>Draws the numbers that determine the change of one image.</summary>
    private protected abstract void Draw(RandomStream random, ImageShape image, Span<float> numbers);

    /// <summary>Writes the changed images.</summary>
    private protected abstract void Transform(Frame frame, ImageShape image);

    /// <summary>Writes the gradient of the images.</summary>
    private protected abstract void PutGradient(Frame frame, ImageShape image, Tensor inputGradient);

    /// <summary>Returns the numbers that were drawn for an image.</summary>
    private protected Span<float> Drawn(Frame frame, int row) => frame[drawn].Row(row);
}
