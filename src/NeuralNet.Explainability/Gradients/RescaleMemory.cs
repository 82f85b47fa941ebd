namespace NeuralNet.Explainability;

/// <summary>What is kept of a graph from one explanation to the next: its layers' kinds, and memory for passes, but no values.</summary>
internal sealed class RescaleMemory(LayerGraph graph, Shape row)
{
    private readonly Shape[][] shapes = graph.ShapesFor([row.WithBatch(1)]);
    private LayerKind[]? kinds;

    public LayerGraph Graph => graph;

    /// <summary>Passes that a worker has for itself.</summary>
    public BufferPool<Passes> Pool { get; } = new(() => new Passes(graph, row));

    /// <summary>The kinds of the layers with the weights they have now.</summary>
    public LayerKind[] Kinds() => kinds is null || Array.Exists(kinds, kind => kind.MayChange)
        ? kinds = [.. graph.Nodes.Select((node, index) => KindOf(node, kinds?[index]))]
        : kinds;

    private LayerKind KindOf(GraphNode node, LayerKind? known) =>
        known is { MayChange: false } ? known : LayerKind.Of(node.Layer, InputsOf(node));

    private Shape[] InputsOf(GraphNode node) => [.. node.Inputs.Select(port => shapes[port.Node][port.Output].WithoutBatch())];

    /// <summary>Passes of different sizes, of which there are two where the blocks are not all equal.</summary>
    public sealed class Passes(LayerGraph graph, Shape row)
    {
        private readonly List<RescalePass> passes = [];

        public RescalePass Of(int count)
        {
            RescalePass? pass = passes.Find(pass => pass.Count == count);
            if (pass is null)
                passes.Add(pass = new RescalePass(graph, row, count));
            return pass;
        }
    }
}
