using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Sets whole channels to 0 with probability <c>rate</c> in training and scales the others by 1/(1 − rate); passes its input on otherwise.
/// Neighbouring steps or pixels of a channel are so alike that dropping single ones has little effect. Tompson et al., "Efficient object
/// localization using convolutional networks", 2015; Keras: layers/regularization/spatial_dropout.py.
/// </summary>
public abstract class SpatialDropout : ImageLayer
{
    private readonly float rate;
    private LayerMemory factors = null!, factorsOfChannels = null!;

    private protected SpatialDropout(ImageFormat format, float rate, string? name)
        : base(format, name) => this.rate = rate;

    /// <inheritdoc/>
    public sealed override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal sealed override void Build(LayerBuilder builder)
    {
        factors = DropFactors.Declare(builder);
        factorsOfChannels = builder.AddMemory("factors_of_channels", shapes => ShapeOfChannels(shapes.Input));
    }

    /// <inheritdoc/>
    protected internal sealed override object Prepare(PassShapes shapes) =>
        new Broadcast(ShapeOfChannels(shapes.Input).WithoutBatch(), shapes.Input.WithoutBatch());

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
        if (!DropFactors.AreDrawn(frame, rate))
        {
            frame.Input.Data.CopyTo(frame.Output.Data);
            return;
        }

        frame.RowRandom.FillKeptOrZero(frame[factorsOfChannels], rate, rate < 1 ? 1 / (1 - rate) : 0);
        frame.Prepared<Broadcast>().Expand(frame[factorsOfChannels].Data, frame[factors].Data);
        TensorPrimitives.Multiply(frame.Input.Data, frame[factors].Data, frame.Output.Data);
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame) => DropFactors.PutGradient(frame, rate, factors);

    private protected sealed override (int Height, int Width) OutputSizeFor(int height, int width) => (height, width);

    /// <summary>Returns the shape of a batch with size 1 in place of all axes of a row but the channels.</summary>
    private Shape ShapeOfChannels(Shape input) =>
        WithSize(ImageIn(input), 1, 1).WithBatch(input[0]);
}
