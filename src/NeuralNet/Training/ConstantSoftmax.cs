namespace NeuralNet;

/// <summary>
/// Detects a softmax over a single value, which is always 1, so that no layer before the softmax can learn. Keras: ops/nn.py,
/// <c>softmax</c>.
/// </summary>
internal static class ConstantSoftmax
{
    /// <summary>Writes a warning for each layer of the run's model that ends in such a softmax.</summary>
    public static void Warn(TrainingRun run)
    {
        foreach (GraphNode node in run.Graph.Nodes)
        {
            if (ValuesOfSum(node) == 1)
                run.Warn($"the layer '{node.Layer.Name}' ({node.Layer.ClassName}) is a softmax over an axis of size 1, so each of its "
                    + "outputs is 1 and nothing before it learns. Use 'sigmoid' for one output, or give it one output for each class.");
        }
    }

    /// <summary>Returns the number of values that sum to 1; 0 if the layer is no softmax.</summary>
    private static int ValuesOfSum(GraphNode node) => node.Layer switch
    {
        Softmax softmax => softmax.GroupLength(node.OutputShape),
        { FinalActivation: SoftmaxActivation } => node.OutputShape.Last,
        _ => 0,
    };
}
