namespace NeuralNet;

/// <summary>
/// A layer of kernels that are moved over sequences or images. Keras: layers/convolutional/.
/// </summary>
public abstract class ConvolutionLayer : Layer
{
    private protected ConvolutionLayer(string? name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public sealed override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal sealed override Parameter? FinalBias => Windows.IsChannelsFirst ? null : Bias;

    /// <summary>The windows of the kernels.</summary>
    private protected abstract Windows Windows { get; }

    /// <summary>The bias, one value for each channel of the output; null if there is none.</summary>
    private protected Parameter? Bias { get; set; }

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
        Convolve(frame);
        if (Bias is not null && Windows.IsChannelsFirst)
            ChannelPlanes.Add(frame.PreActivation, Bias.Value.Data);
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        if (Bias is not null && Windows.IsChannelsFirst && frame.Gradient(Bias) is { } biasGradient)
            ChannelPlanes.Sum(frame.OutputGradient, biasGradient.Data);
        Differentiate(frame);
    }

    internal override Layer? FollowedBy(Layer next)
    {
        if (FinalActivation is not LinearActivation)
            return null;
        if (next is ActivationLayer { FinalActivation: var following })
            return WithOwnParameters(following);
        return !Windows.IsChannelsFirst && next.ScalingInPredictions is { } scaling ? Scaled(scaling) : null;
    }

    /// <summary>Creates a layer with another activation, a bias and copies of the parameters; null if the layer has no such copy.</summary>
    private protected virtual ConvolutionLayer? WithOwnParameters(Activation activation) => null;

    /// <summary>Multiplies the kernel of each channel of the output by a factor, and moves the bias.</summary>
    private protected virtual void Scale(FeatureScaling scaling) => scaling.ScaleAndMove(Bias!.Value.Data);

    private ConvolutionLayer? Scaled(FeatureScaling scaling)
    {
        ConvolutionLayer? copy = WithOwnParameters(Activation.Linear);
        copy?.Scale(scaling);
        return copy;
    }

    /// <summary>Writes the values before the bias.</summary>
    private protected abstract void Convolve(Frame frame);

    /// <summary>Writes the gradients of the kernels and of the input.</summary>
    private protected abstract void Differentiate(Frame frame);
}
