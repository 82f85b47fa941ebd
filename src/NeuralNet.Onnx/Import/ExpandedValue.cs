namespace NeuralNet.Onnx;

/// <summary>A layer's output that is repeated along axes of size 1 to another's shape, as the layers that join do by themselves.</summary>
internal sealed class ExpandedValue(Node original, AxisSize[] sizes) : ImportedValue
{
    public Node Original { get; } = original;

    protected override string Description => $"a value that is repeated to the shape [{string.Join(", ", sizes.AsEnumerable())}]";

    protected override string Cure => "only an Add, Sub, Mul, Max or Mean with a value of that shape takes it";

    public override AxisSize[] SizesIn(NodeSizes known) => sizes;
}
