namespace NeuralNet;

/// <summary>
/// Which outputs carry a padding mask. It is known as soon as a layer is added, so a mask that cannot be used is refused there.
/// </summary>
internal static class MaskFlow
{
    /// <summary>
    /// Whether the output of a layer carries a mask, given which of its inputs do; a merged one does if all inputs do, as in Keras.
    /// </summary>
    /// <exception cref="ArgumentException">A mask reaches a layer that cannot use it.</exception>
    public static bool HasMask(Layer layer, IReadOnlyList<bool> inputsHaveMask) => layer.MaskHandling switch
    {
        MaskHandling.Produced => true,
        MaskHandling.Passed => inputsHaveMask.Count > 0 && inputsHaveMask.All(hasMask => hasMask),
        MaskHandling.Consumed => false,
        _ => inputsHaveMask.Any(hasMask => hasMask)
            ? throw new ArgumentException($"The layer '{layer.Name}' ({layer.ClassName}) cannot use the padding mask that reaches it from an Embedding: padding would count as data. Put GlobalAveragePooling1D or GlobalMaxPooling1D before it, or make the Embedding with maskZero: false.")
            : false,
    };

    /// <summary>For each node of a graph, whether its output carries a mask.</summary>
    public static bool[] Through(IReadOnlyList<GraphNode> nodes)
    {
        bool[] hasMask = new bool[nodes.Count];
        for (int i = 0; i < hasMask.Length; i++)
            hasMask[i] = HasMask(nodes[i].Layer, [.. nodes[i].Inputs.Select(input => hasMask[input])]);
        return hasMask;
    }

    /// <summary>
    /// The masks of a plan's outputs. A layer of one input passes the very tensor on; a new mask is made where one is produced or merged.
    /// </summary>
    public static Tensor?[] Masks(LayerGraph graph, IReadOnlyList<Tensor> outputs)
    {
        var masks = new Tensor?[outputs.Count];
        for (int i = 0; i < masks.Length; i++)
        {
            GraphNode node = graph.Nodes[i];
            if (!graph.HasMask[i])
                continue;
            bool isPassedOn = node.Layer.MaskHandling == MaskHandling.Passed
                && node.Inputs.All(input => masks[input] == masks[node.Inputs[0]]);
            masks[i] = isPassedOn ? masks[node.Inputs[0]] : new Tensor(new Shape(outputs[i].Shape.Sizes[..^1]));
        }

        return masks;
    }
}
