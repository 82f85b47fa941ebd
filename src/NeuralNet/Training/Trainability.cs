namespace NeuralNet;

/// <summary>Validates that gradients reach all trainable layers.</summary>
internal static class Trainability
{
    /// <exception cref="ArgumentException">
    /// The gradient of a trainable layer passes a function whose derivative is zero everywhere.
    /// </exception>
    public static void Check(LayerGraph graph)
    {
        var firstTrainable = new Layer?[graph.Nodes.Count];
        for (int i = 0; i < firstTrainable.Length; i++)
        {
            GraphNode node = graph.Nodes[i];
            firstTrainable[i] = node.Inputs.Select(port => firstTrainable[port.Node]).FirstOrDefault(layer => layer is not null)
                ?? (node.Layer.Parameters.Any(parameter => parameter.IsTrainable) ? node.Layer : null);
            if (firstTrainable[i] is { } trainable && node.Layer.FinalActivation is { IsDifferentiable: false } activation)
                throw Error(trainable, activation, node.Layer);
        }
    }

    private static ArgumentException Error(Layer trainable, Activation activation, Layer owner)
    {
        string obstacle = owner == trainable
            ? $"its activation '{activation.Name}' has a derivative of 0"
            : $"what it gives goes through the activation '{activation.Name}' of the layer '{owner.Name}', whose derivative is 0";
        return new ArgumentException(
            $"The layer '{trainable.Name}' cannot be trained: {obstacle} wherever there is one, so gradient descent never learns which "
                + $"way to go. Use 'sigmoid' in training, or freeze '{trainable.Name}' (IsTrainable = false).");
    }
}
