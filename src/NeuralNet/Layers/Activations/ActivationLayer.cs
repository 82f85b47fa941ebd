namespace NeuralNet;

/// <summary>
/// An activation as a layer of its own: output = f(input), of the shape of the input. Keras: layers/activations/activation.py,
/// there named <c>Activation</c>.
/// </summary>
/// <param name="activation">The activation.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable(ClassName = "Activation")]
public partial class ActivationLayer(Activation activation, string? name = null) : Layer(name)
{
    private readonly Activation activation = activation ?? throw new ArgumentNullException(nameof(activation));

    /// <inheritdoc/>
    public sealed override Activation FinalActivation => activation;

    /// <inheritdoc/>
    public sealed override bool IsAffine => true;

    /// <inheritdoc/>
    public sealed override MaskHandling MaskHandling => MaskHandling.Passed;

    internal sealed override bool ActivatesInput => true;

    internal sealed override bool IsIdentityInPredictions => activation is LinearActivation;

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            frame.OutputGradient.Data.CopyTo(inputGradient.Data);
    }

    /// <summary>Reads the activation, which is linear where it is absent, as in Keras.</summary>
    private static Activation ReadActivation(Configuration configuration) =>
        configuration.Get<Activation>("activation") ?? Activation.Linear;
}
