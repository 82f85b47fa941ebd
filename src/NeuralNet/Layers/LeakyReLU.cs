namespace NeuralNet;

/// <summary>
/// output = x where x &gt; 0, else negativeSlope·x, as a layer of its own, whose slope is 0.3 by default where that of the activation
/// "leaky_relu" is 0.2. Keras: layers/activations/leaky_relu.py.
/// </summary>
/// <param name="negativeSlope">The slope below 0; 0.3 by default.</param>
/// <param name="name">The layer's name.</param>
public sealed class LeakyReLU(float negativeSlope = 0.3f, string? name = null)
    : ActivationLayer(new LeakyReLUActivation(negativeSlope), name)
{
    /// <inheritdoc/>
    public override string ClassName => "LeakyReLU";

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("negative_slope", negativeSlope);

    internal static new LeakyReLU From(Configuration configuration) =>
        new(configuration.GetSingle("negative_slope", 0.3f), configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.LeakyReLU"/>.</summary>
public static class LeakyReLUExtensions
{
    /// <summary>Puts a leaky ReLU on top. See <see cref="NeuralNet.LeakyReLU"/>.</summary>
    public static T LeakyReLU<T>(this ILayerStack<T> stack, float negativeSlope = 0.3f, string? name = null)
        where T : ILayerStack<T> => stack.Add(new LeakyReLU(negativeSlope, name));
}
