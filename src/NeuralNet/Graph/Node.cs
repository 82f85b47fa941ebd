namespace NeuralNet;

/// <summary>
/// A symbolic tensor: an output that a layer will give when a model made of it runs. Fluent methods put layers on it and return new
/// nodes: <c>new Input(2).Dense(10, "relu").Dense(1, "sigmoid")</c>. A node stands for the first output of its layer; the others are in
/// <see cref="Outputs"/>.
/// </summary>
public class Node : ILayerStack<Node>, IMergeable<Node>
{
    private protected Node(Layer layer, IReadOnlyList<Node> inputs)
    {
        Call = new LayerCall(layer, inputs);
        Node[] outputs = new Node[Call.OutputShapes.Count];
        outputs[0] = this;
        for (int i = 1; i < outputs.Length; i++)
            outputs[i] = new Node(Call, i);
        Call.Outputs = new NodeList(layer, "output", outputs);
    }

    private Node(LayerCall call, int output)
    {
        Call = call;
        Output = output;
    }

    /// <summary>The shape, without the batch axis.</summary>
    public Shape Shape => Call.OutputShapes[Output];

    /// <summary>The layer of which the node is an output.</summary>
    public Layer Layer => Call.Layer;

    /// <summary>The nodes that feed the layer, in the order of its inputs; none for an <see cref="Input"/>.</summary>
    public IReadOnlyList<Node> Inputs => Call.Inputs;

    /// <summary>All outputs of the layer, in their order: as many nodes as the layer has outputs.</summary>
    public IReadOnlyList<Node> Outputs => Call.Outputs;

    internal LayerCall Call { get; }

    /// <summary>The number of the output among those of its layer, from 0.</summary>
    internal int Output { get; }

    internal bool HasMask => Call.HasMask[Output];

    /// <summary>Adds a layer to nodes.</summary>
    internal static Node Of(Layer layer, IReadOnlyList<Node> inputs) => new(layer, inputs);

    /// <inheritdoc/>
    public Node Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new Node(layer, [this]);
    }

    /// <inheritdoc/>
    public Node Merge(Layer layer, params ReadOnlySpan<Node> others)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Node[] rest = [.. others];
        Require.NoNulls(rest, nameof(others));
        return new Node(layer, [this, .. rest]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Layer.Name} {Shape.ToStringWithBatch()}";
}
