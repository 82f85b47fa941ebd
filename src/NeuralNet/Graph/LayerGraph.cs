namespace NeuralNet;

/// <summary>
/// The layers of a model and the connections between them, for programs that walk a model: exporters, explainers, diagrams. A node names
/// only earlier nodes, so the graph has no cycles, and the order of the nodes is an order of computation. A graph is never changed; a model
/// that grows has a new one.
/// </summary>
/// <remarks>
/// The nodes are what computes: composite layers and nested models are replaced by their parts, whose <see cref="GraphNode.Scope"/> names
/// them.
/// </remarks>
/// <example>
/// <code>
/// LayerGraph graph = model.Graph;
/// foreach (GraphNode node in graph.Nodes)
///     Console.WriteLine($"{node.Path}: {string.Join(", ", node.Inputs.Select(port => graph.Nodes[port.Node].Path))}");
/// </code>
/// </example>
public sealed class LayerGraph
{
    private readonly Dictionary<Parameter, GraphNode> owners = [];

    /// <summary>Creates a graph of uses of layers.</summary>
    /// <param name="uses">The uses in order of computation.</param>
    /// <param name="inputs">The uses where data enter, in the order in which a caller gives them.</param>
    /// <param name="outputs">The ports of uses whose values are the graph's.</param>
    internal LayerGraph(IReadOnlyList<GraphNode> uses, IReadOnlyList<int> inputs, IReadOnlyList<Port> outputs)
    {
        Uses = uses;
        UseInputs = inputs;
        UseOutputs = outputs;
        (Nodes, Inputs, Outputs) = uses.Any(use => use.Layer is CompositeLayer)
            ? GraphExpansion.Expand(uses, inputs, outputs)
            : (uses, inputs, outputs);
        Layers = [.. uses.Select(use => use.Layer).Where(layer => layer is not InputLayer).Distinct()];
        Parts = [.. Nodes.Select(node => node.Layer).Where(layer => layer is not InputLayer).Distinct()];
        Parameters = [.. Parts.SelectMany(layer => layer.Parameters)];
        foreach (GraphNode node in Nodes)
        {
            foreach (Parameter parameter in node.Layer.Parameters)
                owners.TryAdd(parameter, node);
        }

        Masked = MaskFlow.Through(Nodes);
        HasOpenAxes = Nodes.Any(node => node.OutputShapes.Any(shape => !shape.IsFixed));
    }

    /// <summary>The uses of layers at the top of the model, composites whole.</summary>
    internal IReadOnlyList<GraphNode> Uses { get; }

    /// <summary>The uses where data enter.</summary>
    internal IReadOnlyList<int> UseInputs { get; }

    /// <summary>The ports of uses whose values are the graph's.</summary>
    internal IReadOnlyList<Port> UseOutputs { get; }

    /// <summary>The nodes in order of computation, composite layers and nested models replaced by their parts.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The indices of the nodes where data enter, in the order of the inputs of the model.</summary>
    public IReadOnlyList<int> Inputs { get; }

    /// <summary>The ports whose values are the outputs of the model, in their order.</summary>
    public IReadOnlyList<Port> Outputs { get; }

    /// <summary>The layers at the top of the model, each once, inputs left out.</summary>
    internal IReadOnlyList<Layer> Layers { get; }

    /// <summary>The layers that compute, each once: composites are replaced by their parts.</summary>
    internal IReadOnlyList<Layer> Parts { get; }

    /// <summary>The parameters of all layers, each once.</summary>
    internal IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>A value for each output of each node that indicates whether the output carries a padding mask.</summary>
    internal IReadOnlyList<IReadOnlyList<bool>> Masked { get; }

    /// <summary>Gets a value indicating whether the shapes of some values depend on the batch beyond its number of rows.</summary>
    internal bool HasOpenAxes { get; }

    /// <summary>The names of the outputs: those of their layers.</summary>
    internal IEnumerable<string> OutputNames => UseOutputs.Select(port => Uses[port.Node].Layer.Name);

    /// <summary>The name of an output: that of its layer.</summary>
    internal string OutputName(int output) => Uses[UseOutputs[output].Node].Layer.Name;

    internal IEnumerable<Shape> InputShapes => Inputs.Select(index => Nodes[index].OutputShape);

    internal IEnumerable<Shape> OutputShapes => Outputs.Select(ShapeOf);

    /// <summary>A graph of an input alone, to begin a chain with.</summary>
    internal static LayerGraph Chain(InputLayer input) =>
        new([new GraphNode(input, [], input.BuildFor([]))], inputs: [0], outputs: [new Port(0)]);

    /// <summary>A graph of one layer, for those who run it alone.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputShapes">The shape of each of its inputs, without the batch axis.</param>
    /// <exception cref="ArgumentException">The layer cannot take these inputs.</exception>
    internal static LayerGraph Single(Layer layer, IReadOnlyList<Shape> inputShapes)
    {
        Input[] inputs = [.. inputShapes.Select(shape => new Input(shape))];
        return Between(inputs, Node.Of(layer, inputs).Outputs);
    }

    /// <summary>The graph between symbolic inputs and outputs.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="composite">The layer whose parts the graph is of, for messages; null for that of a model.</param>
    /// <exception cref="ArgumentException">
    /// An output hangs on an input that is not named, an input feeds no output, or a node is named twice.
    /// </exception>
    internal static LayerGraph Between(IReadOnlyList<Node> inputs, IReadOnlyList<Node> outputs, CompositeLayer? composite = null)
    {
        RequireDistinct(inputs, "input", nameof(inputs));
        if (composite is not null && Repeated(outputs) is { } repeated)
            throw composite.Error($"returns the node of the layer '{repeated.Layer.Name}' more than once from Compose; return it once");
        RequireDistinct(outputs, "output", nameof(outputs));
        List<LayerCall> calls = Reach(outputs);
        foreach (LayerCall call in calls)
        {
            if (call.Inputs.Count > 0 || inputs.Any(input => input.Call == call))
                continue;
            if (composite is not null)
                throw composite.Error($"depends on an Input of shape {call.OutputShapes[0]} that is not its own; Compose puts the parts "
                    + "on the nodes that it is given");
            throw new ArgumentException($"The outputs depend on the input '{call.Layer.Name}' of shape {call.OutputShapes[0]}, which is "
                + "not among the inputs of the model. Add it to them.", nameof(inputs));
        }

        foreach (Node input in inputs)
        {
            if (composite is not null && !calls.Contains(input.Call))
                throw composite.Error($"makes no output of input {inputs.Index().First(pair => pair.Item == input).Index} of shape "
                    + $"{input.Shape}; Compose puts a part on it");
            if (!calls.Contains(input.Call))
                throw new ArgumentException($"The input '{input.Layer.Name}' of shape {input.Shape} does not lead to any output of the "
                    + "model. Leave it out or connect it.", nameof(inputs));
            if (input.Call.Inputs.Count > 0)
                throw new ArgumentException($"The node of the layer '{input.Layer.Name}' is not an Input; a model begins with nodes "
                    + "made by new Input(…).", nameof(inputs));
        }

        var indices = calls.Select((call, index) => (call, index)).ToDictionary(pair => pair.call, pair => pair.index);
        return new LayerGraph(
            [.. calls.Select(call => new GraphNode(call.Layer, [.. call.Inputs.Select(PortOf)], call.OutputShapes))],
            [.. inputs.Select(input => indices[input.Call])],
            [.. outputs.Select(PortOf)]);

        Port PortOf(Node node) => new(indices[node.Call], node.Output);
    }

    /// <summary>Gets the shape of the values of a port, without the batch axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The graph has no such port.</exception>
    public Shape ShapeOf(Port port) => RequireNode(port).OutputShapes[port.Output];

    /// <summary>Returns whether the values of a port carry a padding mask.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The graph has no such port.</exception>
    public bool HasMask(Port port)
    {
        RequireNode(port);
        return Masked[port.Node][port.Output];
    }

    /// <summary>Returns this graph, which is a chain, with one more layer at its end.</summary>
    /// <exception cref="ArgumentException">The layer cannot take what the chain gives, or has several outputs; it is as it was.</exception>
    internal LayerGraph Append(Layer layer)
    {
        Port top = UseOutputs[0];
        LayerNames.RequireFree(layer, Uses.Select(use => use.Layer));
        bool isNew = layer.OutputShape is null;
        try
        {
            IReadOnlyList<Shape> outputs = layer.BuildFor([Uses[top.Node].OutputShapes[top.Output]]);
            if (outputs.Count > 1)
                throw layer.Error($"has {outputs.Count} outputs; a chain goes on from one. Use a functional model: new "
                    + "Input(…).Add(layer), whose Outputs can be chosen");
            return new LayerGraph([.. Uses, new GraphNode(layer, [top], outputs)], UseInputs, [new Port(Uses.Count)]);
        }
        catch when (isNew)
        {
            layer.Unbuild();
            throw;
        }
    }

    /// <summary>The part of this graph that ends in a port of one of its uses: what the port depends on, and nothing else.</summary>
    internal LayerGraph Until(Port end)
    {
        var kept = new SortedSet<int> { end.Node };
        for (int i = end.Node; i >= 0; i--)
        {
            if (kept.Contains(i))
                kept.UnionWith(Uses[i].Inputs.Select(port => port.Node));
        }

        var places = kept.Select((index, place) => (index, place)).ToDictionary(pair => pair.index, pair => pair.place);
        return new LayerGraph(
            [.. kept.Select(index => Uses[index] with { Inputs = [.. Uses[index].Inputs.Select(Moved)] })],
            [.. UseInputs.Where(kept.Contains).Select(input => places[input])],
            [Moved(end)]);

        Port Moved(Port port) => port with { Node = places[port.Node] };
    }

    /// <summary>This graph for inputs of other shapes, which its layers are built for or checked against.</summary>
    /// <exception cref="ArgumentException">A layer cannot take what reaches it.</exception>
    internal LayerGraph WithInputShapes(IReadOnlyList<Shape> inputShapes)
    {
        if (InputShapes.SequenceEqual(inputShapes))
            return this;
        var uses = new List<GraphNode>();
        foreach (GraphNode use in Uses)
        {
            int input = UseInputs.IndexOf(uses.Count);
            uses.Add(use with
            {
                OutputShapes = input >= 0
                    ? [inputShapes[input]]
                    : use.Layer.BuildFor([.. use.Inputs.Select(port => uses[port.Node].OutputShapes[port.Output])]),
            });
        }

        return new LayerGraph(uses, UseInputs, UseOutputs);
    }

    /// <summary>The shapes of all outputs of all nodes for inputs of these shapes, which have no open axes.</summary>
    /// <param name="inputShapes">The shape of each input, with the batch axis.</param>
    /// <exception cref="ArgumentException">A layer cannot take what reaches it.</exception>
    internal Shape[][] ShapesFor(IReadOnlyList<Shape> inputShapes)
    {
        int rows = inputShapes[0][0];
        var shapes = new Shape[Nodes.Count][];
        for (int i = 0; i < shapes.Length; i++)
        {
            GraphNode node = Nodes[i];
            int input = Inputs.IndexOf(i);
            if (input >= 0)
                shapes[i] = [inputShapes[input]];
            else if (IsFixed(node))
                shapes[i] = [.. node.OutputShapes.Select(shape => shape.WithBatch(rows))];
            else
                shapes[i] = [.. RequireFixed(node, node.Layer.OutputShapesFor([.. node.Inputs.Select(Row)])).Select(shape =>
                    shape.WithBatch(rows))];
        }

        return shapes;

        Shape Row(Port port) => shapes[port.Node][port.Output].WithoutBatch();
    }

    /// <summary>The shapes of the outputs, with the batch axis, for these inputs.</summary>
    /// <exception cref="ArgumentException">A layer cannot take what reaches it.</exception>
    internal IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Tensor> inputs)
    {
        if (!HasOpenAxes)
            return [.. OutputShapes.Select(shape => shape.WithBatch(inputs[0].Rows))];
        Shape[][] shapes = ShapesFor([.. inputs.Select(input => input.Shape)]);
        return [.. Outputs.Select(port => shapes[port.Node][port.Output])];
    }

    /// <summary>Returns the part of this graph that ends in one of its uses, whose layer is replaced by another one.</summary>
    internal LayerGraph Until(int use, Layer layer)
    {
        LayerGraph part = Until(new Port(use));
        return new LayerGraph([.. part.Uses.SkipLast(1), part.Uses[^1] with { Layer = layer }], part.UseInputs, part.UseOutputs);
    }

    /// <summary>
    /// Lets the layers that data feed directly look at them, so that a wrong value is named by its row before any is used.
    /// </summary>
    /// <exception cref="ArgumentException">A value means nothing to a layer.</exception>
    internal void CheckInputs(IReadOnlyList<Tensor> data)
    {
        for (int i = 0; i < Inputs.Count; i++)
        {
            foreach (GraphNode node in Nodes)
            {
                if (node.Inputs.Any(port => port.Node == Inputs[i]))
                    node.Layer.CheckInput(data[i]);
            }
        }
    }

    /// <summary>Names the layers that have no name yet and draws the parameters that have no values yet.</summary>
    /// <exception cref="ArgumentException">Two layers have one name.</exception>
    internal void Initialize(int seed)
    {
        LayerNames.Assign(Uses.Select(use => use.Layer).Distinct());
        InitializeParameters(seed);
    }

    /// <summary>Draws the parameters that have no values yet.</summary>
    internal void InitializeParameters(int seed)
    {
        for (int i = 0; i < Parts.Count; i++)
            Parts[i].InitializeParameters(seed, i);
    }

    /// <summary>
    /// Checks that no two layers have one name, for programs that write the layers by their names: a layer may have been given the name of
    /// another since the model was made.
    /// </summary>
    /// <exception cref="ArgumentException">Two layers have one name.</exception>
    public void RequireDistinctNames() => LayerNames.RequireDistinct(Uses.Select(use => use.Layer).Distinct());

    /// <summary>
    /// The path of a parameter, by which files and messages know it: that of the layer's first use and the parameter's own name, such as
    /// <c>encoder/dense/kernel</c>.
    /// </summary>
    internal string PathOf(Parameter parameter)
    {
        GraphNode owner = owners[parameter];
        return $"{owner.Path}/{owner.Layer.PathWithin(parameter)}";
    }

    /// <summary>The paths of all layers, composites and their parts, each once; inputs are not among them.</summary>
    internal IEnumerable<string> Paths => Nodes.Where(node => node.Layer is not InputLayer).SelectMany(node => node.Paths).Distinct();

    /// <summary>Returns the layer of a path; null if there is none.</summary>
    internal Layer? FindLayer(string path) => Layers.FirstOrDefault(layer => layer.Name == path)
        ?? Nodes.Where(node => node.Layer is not InputLayer).SelectMany(node => node.ScopeAndLayer.Zip(node.Paths))
            .FirstOrDefault(pair => pair.Second == path).First;

    /// <summary>Returns the path of a layer's first use, such as <c>encoder/dense</c>; null if it has none.</summary>
    internal string? FindPath(Layer layer) =>
        Nodes.SelectMany(node => node.ScopeAndLayer.Zip(node.Paths)).FirstOrDefault(pair => pair.First == layer).Second;

    /// <summary>
    /// Returns whether the shapes around a node are known without the batch, so that they were checked when the layer was built.
    /// </summary>
    private bool IsFixed(GraphNode node) => node.OutputShapes.All(shape => shape.IsFixed)
        && node.Inputs.All(port => Nodes[port.Node].OutputShapes[port.Output].IsFixed);

    private static IReadOnlyList<Shape> RequireFixed(GraphNode node, IReadOnlyList<Shape> shapes) => shapes.All(shape => shape.IsFixed)
        ? shapes
        : throw node.Layer.Error($"gives outputs of shape {string.Join(" and ", shapes)} for inputs whose axes all have a size; its "
            + "OutputShapeFor leaves an axis open where none of the inputs' is");

    private GraphNode RequireNode(Port port) =>
        (uint)port.Node < (uint)Nodes.Count && (uint)port.Output < (uint)Nodes[port.Node].OutputShapes.Count
            ? Nodes[port.Node]
            : throw new ArgumentOutOfRangeException(nameof(port), port, "The graph has no such port; a node of the graph names those "
                + "that feed it, and Outputs those of the model.");

    private static Node? Repeated(IReadOnlyList<Node> nodes) => nodes.GroupBy(node => node).FirstOrDefault(group => group.Count() > 1)?.Key;

    private static void RequireDistinct(IReadOnlyList<Node> nodes, string kind, string name)
    {
        if (Repeated(nodes) is { } repeated)
            throw new ArgumentException($"The node of the layer '{repeated.Layer.Name}' is an {kind} of the model more than once. Name "
                + "it once.", name);
    }

    /// <summary>Returns all calls that the outputs depend on, in the order of their creation, which is an order of computation.</summary>
    private static List<LayerCall> Reach(IEnumerable<Node> outputs)
    {
        var reached = new HashSet<LayerCall>();
        var open = new Stack<LayerCall>(outputs.Select(output => output.Call));
        while (open.TryPop(out LayerCall? call))
        {
            if (!reached.Add(call))
                continue;
            foreach (Node input in call.Inputs)
                open.Push(input.Call);
        }

        return [.. reached.OrderBy(call => call.Order)];
    }
}
