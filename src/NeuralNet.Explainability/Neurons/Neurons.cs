namespace NeuralNet.Explainability;

/// <summary>Checks of neurons that callers name.</summary>
internal static class Neurons
{
    /// <exception cref="ArgumentException">The model has several inputs or outputs.</exception>
    public static void RequireSingle(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.InputShapes.Count != 1 || model.OutputShapes.Count != 1)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' has {model.InputShapes.Count} inputs and {model.OutputShapes.Count} outputs; neurons are looked "
                + "at in models of one input and one output.", nameof(model));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The layer that ends this part of a model has no such neuron.</exception>
    public static void Require(Model part, string layerName, int neuron)
    {
        int neurons = part.OutputShapes[0].Size;
        if ((uint)neuron >= (uint)neurons)
            throw new ArgumentOutOfRangeException(
                nameof(neuron), neuron, $"The layer '{layerName}' has {neurons} neurons, 0 to {neurons - 1}.");
    }
}
