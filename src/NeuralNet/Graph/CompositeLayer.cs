namespace NeuralNet;

/// <summary>
/// A layer put together from other layers: derive, and put the parts on symbolic inputs in <see cref="Compose"/>. Passes see the parts
/// alone; names, summaries and files see the composite, whose parts are known by paths such as <c>block/dense/kernel</c>.
/// </summary>
/// <remarks>
/// The parts are fields of the composite, made in its constructor or at the first call of <see cref="Compose"/>, which is called once.
/// A composite that is used several times shares the parts and their parameters.
/// </remarks>
public abstract class CompositeLayer : Layer
{
    private LayerGraph? graph;
    private IReadOnlyList<Input> inputs = [];
    private bool isComposing;

    /// <summary>Starts a composite layer.</summary>
    /// <param name="name">Its name, unique in a model; if null the model gives it one.</param>
    protected CompositeLayer(string? name = null)
        : base(name)
    {
    }

    /// <summary>
    /// Gets or sets a value indicating whether training changes a parameter of at least one part. Setting the value sets it for all parts;
    /// a composite whose parts were all frozen is frozen.
    /// </summary>
    public override bool IsTrainable
    {
        get => graph is null || Parameters.Count == 0
            ? base.IsTrainable
            : graph.Parts.Any(part => part.IsTrainable && part.Parameters.Count > 0);
        set
        {
            base.IsTrainable = value;
            foreach (Layer part in graph?.Parts ?? [])
                part.IsTrainable = value;
        }
    }

    /// <summary>The parts that compute, nested composites replaced by theirs; none before the layer is built.</summary>
    public IReadOnlyList<Layer> Parts => graph?.Parts ?? [];

    /// <summary>The graph of the parts; null before the layer is built.</summary>
    internal LayerGraph? Graph => graph;

    /// <summary>Adds the parts to the inputs of the layer.</summary>
    /// <param name="inputs">A node for each input of the layer.</param>
    /// <returns>The nodes whose values are the layer's outputs.</returns>
    protected abstract IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs);

    /// <inheritdoc/>
    protected internal sealed override void Build(LayerBuilder builder)
    {
        bool isNew = graph is null;
        try
        {
            graph = isNew ? NewGraph(builder.InputShapes) : GraphFor(builder.InputShapes);
        }
        catch (ArgumentException exception) when (!exception.Message.StartsWith(OwnErrors, StringComparison.Ordinal))
        {
            throw new ArgumentException($"In the layer '{Name}' ({ClassName}): {exception.Message}", exception);
        }

        if (isNew && !base.IsTrainable)
            IsTrainable = false;
        builder.Adopt(graph.Parameters);
    }

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs) =>
        [.. GraphFor(inputs).OutputShapes];

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs)
    {
        IReadOnlyList<bool>[] masks = MaskFlow.Through(
            graph!.Nodes, graph.Inputs.Select((node, input) => (node, input)).ToDictionary(pair => pair.node, pair =>
                inputHasMask[pair.input]));
        return [.. graph.Outputs.Select(port => masks[port.Node][port.Output])];
    }

    /// <summary>Not called: passes go through the parts.</summary>
    protected internal sealed override void Forward(Frame frame) => throw NeverRuns();

    /// <summary>Not called: passes go through the parts.</summary>
    protected internal sealed override void Backward(Frame frame) => throw NeverRuns();

    /// <summary>Reverts the build of the layer and of the parts that were built with it.</summary>
    internal override void Unbuild()
    {
        foreach (Layer part in inputs.SelectMany(input => input.Call.BuiltLayers))
            part.Unbuild();
        graph = null;
        base.Unbuild();
    }

    /// <summary>The graph of the parts for inputs of these shapes.</summary>
    /// <exception cref="ArgumentException">
    /// There are more or fewer inputs than the parts were put on, or a part cannot take them.
    /// </exception>
    internal LayerGraph GraphFor(IReadOnlyList<Shape> inputShapes) => inputShapes.Count == graph!.Inputs.Count
        ? graph.WithInputShapes(inputShapes)
        : throw Error($"takes {Counted.Of(graph.Inputs.Count, "input")}; it was given {inputShapes.Count}");

    /// <summary>Adds the parts to inputs of the given shapes for the first time.</summary>
    private LayerGraph NewGraph(IReadOnlyList<Shape> inputShapes)
    {
        inputs = [.. inputShapes.Select(shape => new Input(shape))];
        IReadOnlyList<Node> outputs = ComposeOnce(new NodeList(this, "input", inputs));
        if (outputs is null || outputs.Count == 0)
            throw Error("gave no outputs; Compose returns at least one node");
        if (outputs.Contains(null!))
            throw Error("gave null in the place of an output; Compose returns a node for each output");
        LayerGraph made = LayerGraph.Between(inputs, outputs, composite: this);
        LayerNames.Assign(made.Uses.Select(use => use.Layer).Distinct());
        return made;
    }

    /// <exception cref="ArgumentException">The layer is put on itself, which would have no end.</exception>
    private IReadOnlyList<Node> ComposeOnce(IReadOnlyList<Node> inputs)
    {
        if (isComposing)
            throw Error("is one of its own parts; Compose puts other layers on the inputs");
        isComposing = true;
        try
        {
            return Compose(inputs);
        }
        finally
        {
            isComposing = false;
        }
    }

    /// <summary>The beginning of errors that are about the composite itself, not about a part.</summary>
    private string OwnErrors => Error("").Message.TrimEnd('.', ' ');

    private InvalidOperationException NeverRuns() =>
        new($"The composite layer '{Name}' ({ClassName}) does not compute; passes go through its parts.");
}
