namespace NeuralNet.Onnx;

/// <summary>Operators that token numbers go into.</summary>
internal static class TokenImporters
{
    /// <summary>Token 0 is padding if the graph compares the tokens with 0 somewhere.</summary>
    public static ImportedValue Gather(OperatorNode node)
    {
        if (node[0] is not ConstantValue && node[1] is ConstantValue)
            return RecurrenceImporters.Direction(node) ?? SliceImporters.Gather(node);
        node.Require("axis", 0, 0);
        ConstantValue vectors = node.Constant(0);
        if (vectors.Sizes.Length != 2)
            throw new ModelFileException($"{vectors} should have two axes, tokens and values; it has {vectors.Sizes.Length}");
        bool masksZero = node.Context.ConsumersOf(node.InputName(1)).Any(consumer => consumer.OpType == "Equal");
        node.Context.MasksPadding |= masksZero;
        Embedding layer = node.Context.Shared(node.WeightsKey(vectors) + masksZero, () =>
        {
            var made = new Embedding(vectors.Sizes[0], vectors.Sizes[1], maskZero: masksZero, name: node.LayerName());
            node.Context.Weights.Add(made, "embeddings", vectors.ToFloats);
            return made;
        });
        return new LayerValue(Tokens(node, 1).Source.Add(layer));
    }

    public static ImportedValue OneHot(OperatorNode node)
    {
        TokensValue tokens = node[0] as TokensValue ?? throw NotTokens();
        double[] offAndOn = node.Constant(2).ToDoubles();
        if (offAndOn is not [0, 1] || node.Get("axis", -1) is not -1)
            throw new ModelFileException("it should write 0 and 1 along a new last axis");
        return new OneHotValue(tokens, checked((int)node.Constant(1).Scalar), node.LayerName());
    }

    public static ImportedValue Squeeze(OperatorNode node)
    {
        TokensValue tokens = Tokens(node, 0);
        Shape shape = tokens.Source.Shape;
        if (shape.Rank == 0 || shape.Last != 1 || node.Axes(1) is not [var axis] || (axis != -1 && axis != shape.Rank))
            throw new ModelFileException("it should leave out the last axis of tokens, of size 1");
        return new TokensValue(tokens.Source, isSqueezed: true);
    }

    /// <summary>The input as whole numbers with all their axes.</summary>
    private static TokensValue Tokens(OperatorNode node, int input) =>
        node[input] is TokensValue { IsSqueezed: false } tokens ? tokens : throw NotTokens();

    private static ModelFileException NotTokens() =>
        new("it should be given token numbers: an input of whole numbers, or one that is cast to them");
}
