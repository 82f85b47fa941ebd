namespace NeuralNet.Onnx;

/// <summary>Truth values that are true where several others are.</summary>
internal sealed class ConjunctionValue(IReadOnlyList<ImportedValue> parts) : ImportedValue
{
    public IReadOnlyList<ImportedValue> Parts => parts;

    protected override string Description => "truth values that several masks give";

    protected override string Cure => "they are supported as the mask of attention only";
}

/// <summary>Truth values that are true where a query is not before a key, for any number of both.</summary>
internal sealed class CausalValue(AxisSize queries, AxisSize keys) : ImportedValue
{
    public AxisSize Queries => queries;

    public AxisSize Keys => keys;

    public override AxisSize[] SizesIn(NodeSizes known) => [queries, keys];

    protected override string Description => "a causal mask";

    protected override string Cure => "it is supported as the mask of attention only";
}
