namespace NeuralNet.Onnx;

/// <summary>What a value of an ONNX graph stands for.</summary>
internal abstract class ImportedValue
{
    private Node? node;

    /// <summary>The output of a layer that the value is; layers are made when it is first asked for.</summary>
    /// <exception cref="ModelFileException">It is no such thing.</exception>
    public Node Node => node ??= MakeNode();

    /// <summary>Its shape without the batch axis, if it is known to be a layer's output.</summary>
    public virtual Shape? Shape => node?.Shape;

    /// <summary>In words, for messages.</summary>
    protected abstract string Description { get; }

    protected virtual Node MakeNode() => throw new ModelFileException($"{Description} cannot be used here");

    /// <summary>For a value whose node is known.</summary>
    protected void SetNode(Node known) => node = known;
}
