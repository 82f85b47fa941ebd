namespace NeuralNet;

/// <summary>
/// softmax(x)ᵢ = eˣⁱ / Σⱼ eˣʲ over the last axis, as a layer of its own. Keras: layers/activations/softmax.py.
/// </summary>
/// <param name="name">The layer's name.</param>
public sealed class Softmax(string? name = null) : ActivationLayer(NeuralNet.Activation.Softmax, name)
{
    /// <inheritdoc/>
    protected internal override string ClassName => "Softmax";

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("axis", -1);

    internal static new Softmax From(Configuration configuration) => AxisSetting.Read(configuration) == -1
        ? new(configuration.GetString("name"))
        : throw new FormatException("Softmax is taken over the last axis; 'axis' should be -1.");
}

/// <summary>The fluent method of <see cref="NeuralNet.Softmax"/>.</summary>
public static class SoftmaxExtensions
{
    /// <summary>Puts softmax over the last axis on top. See <see cref="NeuralNet.Softmax"/>.</summary>
    public static T Softmax<T>(this ILayerStack<T> stack, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Softmax(name));
}
