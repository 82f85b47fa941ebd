namespace NeuralNet;

/// <summary>
/// Layers and who feeds whom. A node names only earlier nodes, so the graph has no cycles and its order is an order of
/// computation. It is never changed; a longer one is made from it.
/// </summary>
internal sealed class LayerGraph
{
    internal LayerGraph(IReadOnlyList<GraphNode> nodes, IReadOnlyList<int> inputs, IReadOnlyList<int> outputs)
    {
        Nodes = nodes;
        Inputs = inputs;
        Outputs = outputs;
        Layers = [.. nodes.Select(node => node.Layer).Where(layer => layer is not InputLayer).Distinct()];
        Parameters = [.. Layers.SelectMany(layer => layer.Parameters)];
        HasMask = MaskFlow.Through(nodes);
    }

    /// <summary>The nodes in order of computation.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The nodes where data enters, in the order in which a caller gives it.</summary>
    public IReadOnlyList<int> Inputs { get; }

    /// <summary>The nodes whose outputs are the graph's.</summary>
    public IReadOnlyList<int> Outputs { get; }

    /// <summary>The layers, each once, inputs left out.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The parameters of all layers, each once.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>For each node, whether its output carries a padding mask.</summary>
    public IReadOnlyList<bool> HasMask { get; }

    /// <summary>The names of the outputs: those of their layers.</summary>
    public IEnumerable<string> OutputNames => Outputs.Select(index => Nodes[index].Layer.Name);

    public IEnumerable<Shape> InputShapes => Inputs.Select(index => Nodes[index].OutputShape);

    public IEnumerable<Shape> OutputShapes => Outputs.Select(index => Nodes[index].OutputShape);

    /// <summary>A graph of an input alone, to begin a chain with.</summary>
    public static LayerGraph Chain(InputLayer input) =>
        new([new GraphNode(input, [], input.BuildFor([]))], inputs: [0], outputs: [0]);

    /// <summary>The graph between symbolic inputs and outputs.</summary>
    /// <exception cref="ArgumentException">
    /// An output hangs on an input that is not named, an input feeds no output, or a node is named twice.
    /// </exception>
    public static LayerGraph Between(IReadOnlyList<Node> inputs, IReadOnlyList<Node> outputs)
    {
        RequireDistinct(inputs, "input", nameof(inputs));
        RequireDistinct(outputs, "output", nameof(outputs));
        List<Node> nodes = Reach(outputs);
        foreach (Node node in nodes)
        {
            if (node.Inputs.Count == 0 && !inputs.Contains(node))
                throw new ArgumentException($"The outputs depend on the input '{node.Layer.Name}' of shape {node.Shape}, which is not among the inputs of the model. Add it to them.", nameof(inputs));
        }

        foreach (Node input in inputs)
        {
            if (!nodes.Contains(input))
                throw new ArgumentException($"The input '{input.Layer.Name}' of shape {input.Shape} does not lead to any output of the model. Leave it out or connect it.", nameof(inputs));
            if (input.Inputs.Count > 0)
                throw new ArgumentException($"The node of the layer '{input.Layer.Name}' is not an Input; a model begins with nodes made by new Input(…).", nameof(inputs));
        }

        var indices = nodes.Select((node, index) => (node, index)).ToDictionary(pair => pair.node, pair => pair.index);
        return new LayerGraph(
            [.. nodes.Select(node => new GraphNode(node.Layer, [.. node.Inputs.Select(input => indices[input])], node.Shape))],
            [.. inputs.Select(input => indices[input])],
            [.. outputs.Select(output => indices[output])]);
    }

    /// <summary>This graph with one more layer behind its only output.</summary>
    public LayerGraph Append(Layer layer)
    {
        Shape outputShape = layer.BuildFor([Nodes[Outputs[0]].OutputShape]);
        return new LayerGraph([.. Nodes, new GraphNode(layer, [Outputs[0]], outputShape)], Inputs, [Nodes.Count]);
    }

    /// <summary>The part of this graph that ends in one of its nodes: what the node depends on, and nothing else.</summary>
    public LayerGraph Until(int node)
    {
        var kept = new SortedSet<int> { node };
        for (int i = node; i >= 0; i--)
        {
            if (kept.Contains(i))
                kept.UnionWith(Nodes[i].Inputs);
        }

        var places = kept.Select((index, place) => (index, place)).ToDictionary(pair => pair.index, pair => pair.place);
        return new LayerGraph(
            [.. kept.Select(index => Nodes[index] with { Inputs = [.. Nodes[index].Inputs.Select(input => places[input])] })],
            [.. Inputs.Where(kept.Contains).Select(input => places[input])],
            [places[node]]);
    }

    /// <summary>The part of this graph that ends in one of its nodes, with another layer in the place of that node's own.</summary>
    public LayerGraph Until(int node, Layer layer)
    {
        LayerGraph part = Until(node);
        return new LayerGraph([.. part.Nodes.SkipLast(1), part.Nodes[^1] with { Layer = layer }], part.Inputs, part.Outputs);
    }

    /// <summary>
    /// Lets the layers that data feed directly look at them, so that a wrong value is named by its row before any is used.
    /// </summary>
    /// <exception cref="ArgumentException">A value means nothing to a layer.</exception>
    public void CheckInputs(IReadOnlyList<Tensor> data)
    {
        for (int i = 0; i < Inputs.Count; i++)
        {
            foreach (GraphNode node in Nodes)
            {
                if (node.Inputs.Contains(Inputs[i]))
                    node.Layer.CheckInput(data[i]);
            }
        }
    }

    /// <summary>Names the layers that have no name yet and draws the parameters that have no values yet.</summary>
    /// <exception cref="ArgumentException">Two layers have one name.</exception>
    public void Initialize(int seed)
    {
        LayerNames.Assign(Nodes.Select(node => node.Layer).Distinct());
        for (int i = 0; i < Layers.Count; i++)
            Layers[i].InitializeParameters(seed, i);
    }

    /// <summary>For those who write the graph down: a layer may have been given the name of another since the model was made.</summary>
    /// <exception cref="ArgumentException">Two layers have one name.</exception>
    public void RequireDistinctNames() => LayerNames.RequireDistinct(Nodes.Select(node => node.Layer).Distinct());

    private static void RequireDistinct(IReadOnlyList<Node> nodes, string kind, string name)
    {
        if (nodes.GroupBy(node => node).FirstOrDefault(group => group.Count() > 1)?.Key is { } repeated)
            throw new ArgumentException($"The node of the layer '{repeated.Layer.Name}' is an {kind} of the model more than once. Name it once.", name);
    }

    /// <summary>All nodes that the outputs depend on, in the order of their making, which is an order of computation.</summary>
    private static List<Node> Reach(IEnumerable<Node> outputs)
    {
        var reached = new HashSet<Node>();
        var open = new Stack<Node>(outputs);
        while (open.TryPop(out Node? node))
        {
            if (!reached.Add(node))
                continue;
            foreach (Node input in node.Inputs)
                open.Push(input);
        }

        return [.. reached.OrderBy(node => node.Order)];
    }
}
