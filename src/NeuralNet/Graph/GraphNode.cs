namespace NeuralNet;

/// <summary>One use of a layer in a <see cref="LayerGraph"/>; a layer that is used several times has several nodes.</summary>
public sealed record GraphNode
{
    internal GraphNode(Layer layer, IReadOnlyList<Port> inputs, IReadOnlyList<Shape> outputShapes) =>
        (Layer, Inputs, OutputShapes) = (layer, inputs, outputShapes);

    /// <summary>The layer.</summary>
    public Layer Layer { get; internal init; }

    /// <summary>The ports that feed the layer, in the order of its inputs, all of earlier nodes; none for an input of the model.</summary>
    public IReadOnlyList<Port> Inputs { get; internal init; }

    /// <summary>The shape of each output, without the batch axis. Axes may be open.</summary>
    public IReadOnlyList<Shape> OutputShapes { get; internal init; }

    /// <summary>The composite layers that the layer is a part of, outermost first; none at the top of a model.</summary>
    public IReadOnlyList<Layer> Scope { get; internal init; } = [];

    /// <summary>The names of the composite layers, outermost first, and of the layer, such as <c>encoder/dense</c>.</summary>
    public string Path => Scope.Count == 0 ? Layer.Name : string.Join('/', ScopeAndLayer.Select(layer => layer.Name));

    /// <summary>The shape of the first output, without the batch axis.</summary>
    internal Shape OutputShape => OutputShapes[0];

    /// <summary>The composite layers, outermost first, and the layer.</summary>
    internal IEnumerable<Layer> ScopeAndLayer => Scope.Append(Layer);

    /// <summary>The path of each of the composite layers and of the layer: <c>encoder</c>, <c>encoder/dense</c>.</summary>
    internal IEnumerable<string> Paths => Enumerable.Range(1, Scope.Count + 1)
        .Select(count => string.Join('/', ScopeAndLayer.Take(count).Select(layer => layer.Name)));

    /// <summary>Returns the path and the shapes of the outputs: <c>encoder/dense (None, 8)</c>.</summary>
    public override string ToString() => $"{Path} {string.Join(" and ", OutputShapes.Select(shape => shape.ToStringWithBatch()))}";
}
