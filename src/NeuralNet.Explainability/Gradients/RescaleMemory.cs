namespace NeuralNet.Explainability;

/// <summary>What is kept of a graph from one explanation to the next: its layers' kinds, and memory for passes, but no values.</summary>
internal sealed class RescaleMemory(LayerGraph graph)
{
    private readonly LayerKind[] kinds = [.. graph.Nodes.Select(node => LayerKind.Of(graph, node))];

    public LayerGraph Graph => graph;

    /// <summary>Passes that a worker has for itself.</summary>
    public BufferPool<Passes> Pool { get; } = new(() => new Passes(graph));

    /// <summary>The kinds of the layers with the weights they have now.</summary>
    public LayerKind[] Kinds() => Array.Exists(kinds, kind => kind.MayChange)
        ? [.. kinds.Select((kind, node) => kind.MayChange ? LayerKind.Of(graph, graph.Nodes[node]) : kind)]
        : kinds;

    /// <summary>Passes of different sizes, of which there are two where the blocks are not all equal.</summary>
    public sealed class Passes(LayerGraph graph)
    {
        private readonly List<RescalePass> passes = [];

        public RescalePass Of(int count)
        {
            RescalePass? pass = passes.Find(pass => pass.Count == count);
            if (pass is null)
                passes.Add(pass = new RescalePass(graph, count));
            return pass;
        }
    }
}
