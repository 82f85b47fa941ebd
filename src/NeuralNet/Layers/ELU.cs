namespace NeuralNet;

/// <summary>
/// output = x where x &gt; 0, else alpha·(eˣ − 1), as a layer of its own. Keras: layers/activations/elu.py.
/// </summary>
/// <param name="alpha">The depth below 0; 1 by default.</param>
/// <param name="name">The layer's name.</param>
public sealed class ELU(float alpha = 1, string? name = null) : ActivationLayer(new ELUActivation(alpha), name)
{
    /// <inheritdoc/>
    public override string ClassName => "ELU";

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("alpha", alpha);

    internal static new ELU From(Configuration configuration) =>
        new(configuration.GetSingle("alpha", 1), configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.ELU"/>.</summary>
public static class ELUExtensions
{
    /// <summary>Puts an exponential linear unit on top. See <see cref="NeuralNet.ELU"/>.</summary>
    public static T ELU<T>(this ILayerStack<T> stack, float alpha = 1, string? name = null)
        where T : ILayerStack<T> => stack.Add(new ELU(alpha, name));
}
