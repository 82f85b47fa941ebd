namespace NeuralNet.Onnx;

/// <summary>The meaning of a value of an ONNX graph.</summary>
internal abstract class ImportedValue
{
    private Node? node;

    /// <summary>The output of a layer that the value is; layers are made when it is first asked for.</summary>
    /// <exception cref="ModelFileException">It is no such thing.</exception>
    public Node Node => node ??= MakeNode();

    /// <summary>Its shape without the batch axis, if it is known to be a layer's output.</summary>
    public virtual Shape? Shape => node?.Shape;

    /// <summary>The sizes of all its axes, the batch first; layers are made for it only where that is not known otherwise.</summary>
    public virtual AxisSize[] SizesIn(NodeSizes known) => known.Of(Node);

    /// <summary>In words, for messages.</summary>
    protected abstract string Description { get; }

    /// <summary>The advice for an operator that cannot use the value; empty if every operator can.</summary>
    protected virtual string Cure => "";

    /// <summary>The operator whose output it is; null for what the graph itself holds.</summary>
    public OperatorNode? Producer { get; set; }

    protected virtual Node MakeNode() => throw new ModelFileException(
        $"{Description}{(Producer is null ? "" : $", which {Producer} gives,")} cannot be used here; {Cure}");

    /// <summary>Creates a value whose node is known.</summary>
    protected void SetNode(Node known) => node = known;
}
