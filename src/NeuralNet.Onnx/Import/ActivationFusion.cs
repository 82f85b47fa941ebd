namespace NeuralNet.Onnx;

/// <summary>
/// Replaces a Dense or a convolution and the activation behind it by one layer, as Keras has them, where nothing else uses the value
/// between the two.
/// </summary>
internal sealed class ActivationFusion
{
    private readonly ImportContext context;
    private readonly Dictionary<Node, Node> replaced = [];
    private readonly Dictionary<Node, int> uses = [];
    private readonly Dictionary<Layer, int> timesUsed = [];

    private ActivationFusion(ImportContext context, IReadOnlyList<Node> nodes, IReadOnlyList<Node> outputs)
    {
        this.context = context;
        foreach (Node used in nodes.SelectMany(node => node.Inputs).Concat(outputs))
            uses[used] = uses.GetValueOrDefault(used) + 1;
        foreach (Node node in nodes)
            timesUsed[node.Layer] = timesUsed.GetValueOrDefault(node.Layer) + 1;
    }

    /// <summary>Returns the outputs of a graph with the fused layers.</summary>
    /// <param name="context">The graph that is read.</param>
    /// <param name="nodes">The nodes in order of computation.</param>
    /// <param name="outputs">The outputs, which are among the nodes.</param>
    public static IReadOnlyList<Node> Apply(ImportContext context, IReadOnlyList<Node> nodes, IReadOnlyList<Node> outputs)
    {
        var fusion = new ActivationFusion(context, nodes, outputs);
        foreach (Node node in nodes)
            fusion.replaced[node] = fusion.ReplaceOutput(node);
        return [.. outputs.Select(output => fusion.replaced[output])];
    }

    /// <summary>Replaces an output; the outputs of one use of a layer stay together.</summary>
    private Node ReplaceOutput(Node node)
    {
        if (node.Outputs.Count <= 1)
            return Replace(node);
        Node? sibling = node.Outputs.FirstOrDefault(replaced.ContainsKey);
        int output = node.Outputs.Index().First(candidate => candidate.Item == node).Index;
        return (sibling is null ? Replace(node) : replaced[sibling]).Outputs[output];
    }

    private Node Replace(Node node)
    {
        if (node.Inputs.Count == 0)
            return node;
        Node first = node.Inputs[0];
        if (node.Layer is ActivationLayer && timesUsed[node.Layer] == 1 && CanFuse(first))
            return replaced[first.Inputs[0]].Add(Fuse(first.Layer, node.Layer.FinalActivation!));
        return replaced[first].Merge(node.Layer, [.. node.Inputs.Skip(1).Select(input => replaced[input])]);
    }

    private bool CanFuse(Node node) => uses[node] == 1 && timesUsed[node.Layer] == 1 && context.LinearLayers.ContainsKey(node.Layer);

    private Layer Fuse(Layer linear, Activation activation)
    {
        Layer layer = context.LinearLayers[linear](activation);
        context.Weights.Move(linear, layer);
        return layer;
    }
}
