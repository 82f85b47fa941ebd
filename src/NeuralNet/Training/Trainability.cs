namespace NeuralNet;

/// <summary>Whether gradient descent can reach all that is to be trained.</summary>
internal static class Trainability
{
    /// <exception cref="ArgumentException">A trainable layer lies behind a function whose derivative is zero everywhere.</exception>
    public static void Check(LayerGraph graph)
    {
        var firstTrainable = new Layer?[graph.Nodes.Count];
        for (int i = 0; i < firstTrainable.Length; i++)
        {
            GraphNode node = graph.Nodes[i];
            firstTrainable[i] = node.Inputs.Select(input => firstTrainable[input]).FirstOrDefault(layer => layer is not null)
                ?? (node.Layer.Parameters.Any(parameter => parameter.IsTrainable) ? node.Layer : null);
            if (firstTrainable[i] is { } trainable && node.Layer.FinalActivation is { IsDifferentiable: false } activation)
                throw new ArgumentException(
                    $"The layer '{trainable.Name}' cannot be trained: what it gives goes through the activation '{activation.Name}' of '{node.Layer.Name}', whose derivative is 0 wherever it exists, so gradient descent never learns which way to go. Use 'sigmoid' in training, or freeze '{trainable.Name}' (IsTrainable = false).");
        }
    }
}
