namespace NeuralNet.Explainability;

/// <summary>Checks of neurons that callers name.</summary>
internal static class Neurons
{
    /// <exception cref="ArgumentException">The model has several inputs or outputs.</exception>
    public static void RequireSingle(Model model) => SingleModel.Require(model, "neurons are inspected in");

    /// <summary>Returns the part of a model that ends in the layer of a neuron.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">The shape of the rows.</param>
    /// <param name="layerName">The name of the layer.</param>
    /// <param name="neuron">The index of the neuron.</param>
    /// <exception cref="ArgumentException">The model has several inputs or outputs, or there is no such layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such neuron.</exception>
    public static Model PartUpTo(Model model, Shape row, string layerName, int neuron)
    {
        RequireSingle(model);
        ArgumentNullException.ThrowIfNull(layerName);
        if (!model.Layers.Any(layer => layer.Name == layerName))
            throw NoSuchLayer(layerName, model.Layers);
        Model part = model.TakeUntil(layerName);
        int neurons = part.OutputShapesFor([new Tensor(row.WithBatch(1))])[0].Size;
        return (uint)neuron < (uint)neurons
            ? part
            : throw new ArgumentOutOfRangeException(
                nameof(neuron), neuron, $"The layer '{layerName}' has {neurons} neurons, 0 to {neurons - 1}.");
    }

    public static ArgumentException NoSuchLayer(string layerName, IEnumerable<Layer> layers) =>
        NoSuchLayer(layerName, layers.Select(layer => layer.Name));

    public static ArgumentException NoSuchLayer(string layerName, IEnumerable<string> names) => new(
        $"There is no layer '{layerName}'. There are: {string.Join(", ", names.Distinct())}.", nameof(layerName));

    /// <exception cref="InvalidOperationException">The activation is NaN or infinite.</exception>
    public static float RequireFinite(float activation, string layerName, int neuron) => float.IsFinite(activation)
        ? activation
        : throw new InvalidOperationException(
            FormattableString.Invariant($"Neuron {neuron} of the layer '{layerName}' gave {activation}. Look for NaN or infinity in the ")
            + "model's weights, or for inputs far outside what it was trained on.");
}
