namespace NeuralNet.Onnx;

/// <summary>Normalizations by statistics, and the transpositions that ONNX's order of axes takes.</summary>
internal static class NormalizationImporters
{
    public static ImportedValue BatchNormalization(OperatorNode node)
    {
        node.Require("training_mode", 0, 0);
        if (node.Context.Opset < 14 && node.FurtherOutputs.Any())
            throw new ModelFileException("it has outputs after the first, so that it is in training mode; export the model for inference");
        var transposed = node[0] as TransposedValue;
        Node input = transposed?.Original ?? node.NodeOf(0);
        if (transposed is null && input.Shape.Rank != 1)
        {
            throw new ModelFileException(
                $"it normalizes the second axis of {input.Shape.ToStringWithBatch()}, and layers normalize the last. "
                + "Transpose before and after it");
        }

        ConstantValue[] weights = [.. Enumerable.Range(1, 4).Select(index => OfFeatures(node.Constant(index), input))];
        float momentum = node.Get("momentum", 0.9f), epsilon = node.Get("epsilon", 1e-5f);
        BatchNormalization layer = node.Context.Shared(node.WeightsKey(weights), () =>
        {
            var made = new BatchNormalization(momentum: momentum, epsilon: epsilon, name: node.LayerName());
            string[] parameters = ["gamma", "beta", "moving_mean", "moving_variance"];
            for (int i = 0; i < parameters.Length; i++)
                node.Context.Weights.Add(made, parameters[i], weights[i].ToFloats);
            return made;
        });
        Node output = input.Add(layer);
        return transposed is null ? new LayerValue(output) : new TransposedValue(output);
    }

    public static ImportedValue LayerNormalization(OperatorNode node)
    {
        Node input = node.NodeOf(0);
        OperatorNode.RequireLastAxis(node.Get("axis", -1), input);
        ConstantValue gamma = OfFeatures(node.Constant(1), input);
        ConstantValue? beta = node.Has(2) ? OfFeatures(node.Constant(2), input) : null;
        float epsilon = node.Get("epsilon", 1e-5f);
        node.Ignore("stash_type");
        LayerNormalization layer = node.Context.Shared(node.WeightsKey(gamma, beta), () =>
        {
            var made = new LayerNormalization(epsilon: epsilon, center: beta is not null, name: node.LayerName());
            node.Context.Weights.Add(made, "gamma", gamma.ToFloats);
            if (beta is not null)
                node.Context.Weights.Add(made, "beta", beta.ToFloats);
            return made;
        });
        return new LayerValue(input.Add(layer));
    }

    /// <exception cref="ModelFileException">The constant is no list with a number for each place of the last axis.</exception>
    private static ConstantValue OfFeatures(ConstantValue constant, Node input) => constant.VectorLength == input.Shape.Last
        ? constant
        : throw new ModelFileException(
            $"{constant} of sizes [{string.Join(", ", constant.Sizes)}] is no list for the last axis of {input.Shape.ToStringWithBatch()}");

    public static ImportedValue LpNormalization(OperatorNode node)
    {
        node.Require("p", 2, 2);
        OperatorNode.RequireLastAxis(node.Get("axis", -1), node.NodeOf(0));
        return new LayerValue(node.NodeOf(0).Add(new UnitNormalization(name: node.LayerName())));
    }

    public static ImportedValue Transpose(OperatorNode node)
    {
        long[] permutation = [.. node.Find("perm")?.Ints ?? []];
        if (node[0] is TransposedValue transposed && permutation.SequenceEqual(FeatureAxis.ToLast(transposed.Original.Shape.Rank + 1)))
            return new LayerValue(transposed.Original);
        int rank = node.NodeOf(0).Shape.Rank + 1;
        return rank > 2 && permutation.SequenceEqual(FeatureAxis.ToSecond(rank))
            ? new TransposedValue(node.NodeOf(0))
            : throw new ModelFileException(
                $"it changes axes by [{string.Join(", ", permutation)}]; only the last axis to the second place and back is supported");
    }
}
