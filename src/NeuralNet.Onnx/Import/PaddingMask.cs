namespace NeuralNet.Onnx;

/// <summary>The form of a mask.</summary>
internal enum MaskForm
{
    /// <summary>True for padding, (batch, steps).</summary>
    IsPadding,

    /// <summary>True for data, (batch, steps).</summary>
    IsData,

    /// <summary>1 for data, (batch, steps).</summary>
    Data,

    /// <summary>1 for data, (batch, steps, 1).</summary>
    Column,

    /// <summary>True for data, (batch, steps, 1).</summary>
    IsDataColumn,

    /// <summary>The number of steps that are data, (batch, 1).</summary>
    Count,

    /// <summary>The number of steps that are data, at least 1.</summary>
    CountAtLeastOne,

    /// <summary>1 if there is any data, (batch, 1).</summary>
    HasData,
}

/// <summary>A mask of the steps that are data, whose token is not 0 in at least one of several inputs.</summary>
internal sealed class PaddingMask(IReadOnlySet<Node> tokens, MaskForm form) : ImportedValue
{
    /// <summary>The tokens that were compared with 0.</summary>
    public IReadOnlySet<Node> Tokens { get; } = tokens;

    public MaskForm Form { get; } = form;

    protected override string Description => "a mask of padding";

    protected override string Cure => "it is supported in the pooling of steps only";

    /// <summary>Returns the same mask in another form; null if the mask does not have the expected form.</summary>
    public PaddingMask? Turn(MaskForm from, MaskForm to) => Form == from ? new PaddingMask(Tokens, to) : null;

    /// <summary>Gets a value indicating whether the mask has truth values for each token, of a single input.</summary>
    public bool IsTruthOfTokens => Form is MaskForm.IsPadding or MaskForm.IsData && Tokens.Count == 1;

    /// <summary>The truth values as a function of the tokens, for other uses than the pooling of steps.</summary>
    public CurveValue ToFunction() =>
        CurveValue.Truth(new LayerValue(Tokens.Single()), token => (token == 0) == (Form == MaskForm.IsPadding));

    /// <summary>The mask as numbers.</summary>
    public PaddingMask ToNumber() => Turn(MaskForm.IsData, MaskForm.Data) ?? throw new ModelFileException(Description + " cannot be cast");

    /// <summary>
    /// The tokens whose zeros are the padding that reaches a node, as the layers will pass it on; null if none does.
    /// </summary>
    public static IReadOnlySet<Node>? Reaching(Node node)
    {
        var masks = new Dictionary<Node, IReadOnlySet<Node>?>();
        foreach (Node current in NodeOrder.UpTo([node]))
        {
            masks[current] = current.Layer.MaskHandling switch
            {
                MaskHandling.Produced => new HashSet<Node> { current.Inputs[0] },
                MaskHandling.Passed when current.Inputs.Count > 0 => Merge([.. current.Inputs.Select(input => masks[input])]),
                _ => null,
            };
        }

        return masks[node];
    }

    private static IReadOnlySet<Node>? Merge(IReadOnlyList<IReadOnlySet<Node>?> masks)
    {
        if (masks.Any(mask => mask is null))
            return null;
        return masks.Count == 1 ? masks[0] : masks.SelectMany(mask => mask!).ToHashSet();
    }
}

/// <summary>Steps of which those that are padding have another value, which does not count in what follows.</summary>
internal sealed class MaskedValue(Node steps, PaddingMask mask, bool isForMaximum) : ImportedValue
{
    public bool IsForMaximum { get; } = isForMaximum;

    protected override string Description => "masked steps";

    protected override string Cure => "they are supported in the pooling of steps only";

    /// <summary>Returns the reduction of the steps.</summary>
    public PooledValue Pool(string? name) => new(steps, mask, IsForMaximum, name);
}

/// <summary>The sum or maximum of masked steps, before its last operator.</summary>
internal sealed class PooledValue(Node steps, PaddingMask mask, bool isMaximum, string? name) : ImportedValue
{
    public bool IsMaximum { get; } = isMaximum;

    protected override string Description => "the sum or maximum of masked steps";

    protected override string Cure => "divide the sum by the number of steps that are data, or set the maximum to 0 where there are none";

    /// <exception cref="ModelFileException">The padding that the layers know of is another.</exception>
    public Node Finish(PaddingMask other)
    {
        IReadOnlySet<Node>? known = PaddingMask.Reaching(steps);
        if (known is null || !known.SetEquals(mask.Tokens) || !known.SetEquals(other.Tokens))
            throw new ModelFileException("its mask is not that of the tokens that its steps come from");
        return steps.Add(IsMaximum ? new GlobalMaxPooling1D(name: name) : new GlobalAveragePooling1D(name: name));
    }
}
