using System.Collections;

namespace NeuralNet;

/// <summary>The nodes of a layer's inputs or outputs: a number that none of them has is answered with the layer's name.</summary>
/// <param name="layer">The layer, for messages.</param>
/// <param name="what">The name for one of the nodes: <c>input</c>, <c>output</c>.</param>
/// <param name="nodes">The nodes.</param>
internal sealed class NodeList(Layer layer, string what, IReadOnlyList<Node> nodes) : IReadOnlyList<Node>
{
    public int Count => nodes.Count;

    /// <exception cref="ArgumentException">There is no node of this number.</exception>
    public Node this[int index] => (uint)index < (uint)nodes.Count
        ? nodes[index]
        : throw layer.Error($"has {Counted.Of(nodes.Count, what)}, numbered from 0; {what} {index} was asked for");

    public IEnumerator<Node> GetEnumerator() => nodes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
