namespace NeuralNet;

/// <summary>
/// softmax(x)ᵢ = eˣⁱ / Σⱼ eˣʲ over the last axis, or over others, as a layer of its own. Keras: layers/activations/softmax.py.
/// </summary>
/// <param name="axis">The axis or axes over which the values sum to 1; the last, −1, by default.</param>
/// <param name="name">The layer's name.</param>
public sealed class Softmax(Axes axis = default, string? name = null) : Layer(name)
{
    private const int InputGroups = 0, OutputGroups = 1, GradientGroups = 2;

    private RowAxes axes = null!;

    /// <summary>Only over the last axis is it what a loss can fuse with.</summary>
    protected internal override Activation? FinalActivation =>
        axes is { AreLast: true, Shape.Rank: 1 } ? NeuralNet.Activation.Softmax : null;

    /// <summary>The number of values that sum to 1.</summary>
    internal int GroupLength => axes.GroupLength;

    /// <inheritdoc/>
    protected internal override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape Build(LayerBuilder builder)
    {
        axes = axis.Of(builder);
        return builder.InputShape;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        float[] input = axes.Gather(frame, InputGroups, frame.Input), output = axes.Place(frame, OutputGroups, frame.Output);
        ActivationPass.Forward(NeuralNet.Activation.Softmax, input, null, output, axes.GroupLength);
        axes.Scatter(frame, OutputGroups, frame.Output);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        frame.OutputGradient.Data.CopyTo(inputGradient.Data, 0);
        if (frame.OutputGradientIsPreActivation)
            return;
        float[] input = axes.Place(frame, InputGroups, frame.Input), output = axes.Place(frame, OutputGroups, frame.Output);
        float[] gradient = axes.Gather(frame, GradientGroups, inputGradient);
        ActivationPass.Backward(NeuralNet.Activation.Softmax, input, output, gradient, axes.GroupLength);
        axes.Scatter(frame, GradientGroups, inputGradient);
    }

    /// <inheritdoc/>
    protected internal override Tensor Logits(Frame frame) => frame.Input;

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => axis.WriteTo(configuration);

    internal static Softmax From(Configuration configuration) => new(Axes.Read(configuration), configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.Softmax"/>.</summary>
public static class SoftmaxExtensions
{
    /// <summary>Puts softmax on top. See <see cref="NeuralNet.Softmax"/>.</summary>
    public static T Softmax<T>(this ILayerStack<T> stack, Axes axis = default, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Softmax(axis, name));
}
