namespace NeuralNet.Onnx;

/// <summary>The output of a layer.</summary>
internal sealed class LayerValue : ImportedValue
{
    public LayerValue(Node node) => SetNode(node);

    protected override string Description => "a layer's output";
}

/// <summary>Whole numbers: those that a node gives, with the last axis left out if it has one place.</summary>
internal sealed class TokensValue(Node source, bool isSqueezed = false) : ImportedValue
{
    public Node Source { get; } = source;

    public bool IsSqueezed { get; } = isSqueezed;

    public override AxisSize[] SizesIn(NodeSizes known) => IsSqueezed ? known.Of(Source)[..^1] : known.Of(Source);

    protected override string Description => "a tensor of whole numbers";

    protected override string Cure => "only Gather, OneHot, Squeeze, Equal with 0, and a Cast to Float take it";
}

/// <summary>Token numbers as rows with a single 1.</summary>
internal sealed class OneHotValue(TokensValue tokens, int depth, string? name) : ImportedValue
{
    public TokensValue Tokens { get; } = tokens;

    protected override string Description => "a OneHot of a single token, which is not squeezed,";

    protected override string Cure => "squeeze the token before, or take the tokens together with ReduceSum or ReduceMax";

    /// <summary>The rows taken together over the tokens of a sample.</summary>
    public Node Reduce(CategoryOutputMode mode) => Tokens.Source.Add(new CategoryEncoding(depth, mode, name));

    protected override Node MakeNode() => Tokens.IsSqueezed || Tokens.Source.Shape.Last != 1 || Tokens.Source.Shape.Rank == 0
        ? Reduce(CategoryOutputMode.OneHot)
        : base.MakeNode();
}

/// <summary>A product with a constant matrix, to which a bias may still be added.</summary>
internal sealed class DenseValue(ImportedValue source, int units, Func<ConstantValue?, Node> makeNode) : ImportedValue
{
    public override Shape? Shape => source.Shape?.WithLast(units);

    public override AxisSize[] SizesIn(NodeSizes known) => [.. source.SizesIn(known)[..^1], units];

    protected override string Description => "a product";

    /// <summary>The product with this bias.</summary>
    public Node WithBias(ConstantValue bias) => makeNode(bias);

    protected override Node MakeNode() => makeNode(null);
}
