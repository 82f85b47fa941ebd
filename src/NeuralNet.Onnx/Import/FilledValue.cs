namespace NeuralNet.Onnx;

/// <summary>A tensor of one number, in sizes of which some are open.</summary>
internal sealed class FilledValue(double number, AxisSize[] sizes) : ImportedValue
{
    public double Number => number;

    public override AxisSize[] SizesIn(NodeSizes known) => sizes;

    protected override string Description => $"a tensor of shape [{string.Join(", ", sizes.AsEnumerable())}] with one number";

    protected override string Cure => "it is supported in the masks of attention only";
}
