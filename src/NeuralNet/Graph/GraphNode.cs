namespace NeuralNet;

/// <summary>One use of a layer in a graph.</summary>
/// <param name="Layer">The layer; a shared one has several nodes.</param>
/// <param name="Inputs">The ports that feed it, all of earlier nodes.</param>
/// <param name="OutputShapes">The shape of each output, without the batch axis.</param>
internal sealed record GraphNode(Layer Layer, IReadOnlyList<Port> Inputs, IReadOnlyList<Shape> OutputShapes)
{
    /// <summary>The composite layers that the layer is a part of, outermost first; none at the top of a model.</summary>
    public IReadOnlyList<Layer> Scope { get; init; } = [];

    /// <summary>The shape of the first output, without the batch axis.</summary>
    public Shape OutputShape => OutputShapes[0];

    /// <summary>The composite layers, outermost first, and the layer.</summary>
    public IEnumerable<Layer> ScopeAndLayer => Scope.Append(Layer);

    /// <summary>The names of the composite layers and of the layer, such as <c>encoder/dense</c>.</summary>
    public string Path => Scope.Count == 0 ? Layer.Name : string.Join('/', ScopeAndLayer.Select(layer => layer.Name));

    /// <summary>The path of each of the composite layers and of the layer: <c>encoder</c>, <c>encoder/dense</c>.</summary>
    public IEnumerable<string> Paths => Enumerable.Range(1, Scope.Count + 1)
        .Select(count => string.Join('/', ScopeAndLayer.Take(count).Select(layer => layer.Name)));
}
