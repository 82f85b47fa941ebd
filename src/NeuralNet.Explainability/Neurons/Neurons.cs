namespace NeuralNet.Explainability;

/// <summary>Checks of neurons that callers name.</summary>
internal static class Neurons
{
    /// <exception cref="ArgumentOutOfRangeException">The layer that ends this part of a model has no such neuron.</exception>
    public static void Require(Model part, string layerName, int neuron)
    {
        int neurons = part.OutputShapes[0].Size;
        if ((uint)neuron >= (uint)neurons)
            throw new ArgumentOutOfRangeException(nameof(neuron), neuron, $"The layer '{layerName}' has {neurons} neurons, 0 to {neurons - 1}.");
    }
}
