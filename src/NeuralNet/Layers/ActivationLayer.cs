namespace NeuralNet;

/// <summary>
/// An activation as a layer of its own: output = f(input), in the input's shape. Keras: layers/activations/activation.py,
/// there named <c>Activation</c>.
/// </summary>
/// <param name="activation">The function.</param>
/// <param name="name">The layer's name.</param>
public class ActivationLayer(Activation activation, string? name = null) : Layer(name)
{
    private readonly Activation activation = activation ?? throw new ArgumentNullException(nameof(activation));

    /// <inheritdoc/>
    public override string ClassName => "Activation";

    /// <inheritdoc/>
    public sealed override Activation FinalActivation => activation;

    /// <inheritdoc/>
    public sealed override bool IsAffine => true;

    /// <inheritdoc/>
    public sealed override MaskHandling MaskHandling => MaskHandling.Passed;

    internal sealed override bool ActivatesInput => true;

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

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("activation", activation);

    internal static ActivationLayer From(Configuration configuration) => new(
        Activation.Known.Read(configuration, "activation") ?? Activation.Linear, configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="ActivationLayer"/>.</summary>
public static class ActivationLayerExtensions
{
    /// <summary>Puts an activation on top as a layer of its own. See <see cref="ActivationLayer"/>.</summary>
    public static T Activation<T>(this ILayerStack<T> stack, Activation activation, string? name = null)
        where T : ILayerStack<T> => stack.Add(new ActivationLayer(activation, name));
}
