namespace NeuralNet;

/// <summary>
/// A symbolic tensor: what a layer will give when a model made of it runs. Fluent methods put layers on it and return new nodes:
/// <c>new Input(2).Dense(10, "relu").Dense(1, "sigmoid")</c>.
/// </summary>
public class Node : ILayerStack<Node>, IMergeable<Node>
{
    private static long made;
    private readonly bool hasMask;

    private protected Node(Layer layer, IReadOnlyList<Node> inputs)
    {
        Layer = layer;
        Inputs = inputs;
        Shape = layer.BuildFor([.. inputs.Select(input => input.Shape)]);
        hasMask = MaskFlow.HasMask(layer, [.. inputs.Select(input => input.hasMask)]);
        Order = Interlocked.Increment(ref made);
    }

    /// <summary>The shape, without the batch axis.</summary>
    public Shape Shape { get; }

    internal Layer Layer { get; }

    internal IReadOnlyList<Node> Inputs { get; }

    /// <summary>Grows with each node made, so that a node's inputs come before it.</summary>
    internal long Order { get; }

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
