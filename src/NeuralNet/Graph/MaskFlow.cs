namespace NeuralNet;

/// <summary>
/// Determines the outputs that carry a padding mask. They are known as soon as a layer is added, so an unusable mask is refused there.
/// </summary>
internal static class MaskFlow
{
    /// <summary>Returns for each node of a graph whether its outputs carry a mask.</summary>
    /// <param name="nodes">The nodes in order of computation.</param>
    /// <param name="inputsHaveMask">Whether the data of each input layer carry one, by its node; null if none does.</param>
    public static IReadOnlyList<bool>[] Through(IReadOnlyList<GraphNode> nodes, IReadOnlyDictionary<int, bool>? inputsHaveMask = null)
    {
        var hasMask = new IReadOnlyList<bool>[nodes.Count];
        for (int i = 0; i < hasMask.Length; i++)
        {
            hasMask[i] = inputsHaveMask is not null && inputsHaveMask.TryGetValue(i, out bool isMasked)
                ? [isMasked]
                : nodes[i].Layer.OutputMasksFor(
                    [.. nodes[i].Inputs.Select(port => hasMask[port.Node][port.Output])], nodes[i].OutputShapes.Count);
        }

        return hasMask;
    }

    /// <summary>
    /// Returns the masks of a node's outputs. A mask that only passes is the tensor of the input; a new one is allocated where a mask is
    /// produced or merged.
    /// </summary>
    public static Tensor?[] OfNode(
        Layer layer, IReadOnlyList<bool> hasMask, IReadOnlyList<Tensor?> inputMasks, IReadOnlyList<Shape> outputShapes)
    {
        var masks = new Tensor?[outputShapes.Count];
        bool isPassedOn = layer.MaskHandling == MaskHandling.Passed && inputMasks.All(mask => mask == inputMasks[0]);
        for (int output = 0; output < masks.Length; output++)
        {
            if (!hasMask[output])
                continue;
            Shape shape = new(outputShapes[output].Sizes[..^1]);
            masks[output] = isPassedOn && inputMasks[0]!.Shape.Equals(shape) ? inputMasks[0] : new Tensor(shape);
        }

        return masks;
    }
}
