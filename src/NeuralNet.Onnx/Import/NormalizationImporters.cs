namespace NeuralNet.Onnx;

/// <summary>Normalizations by statistics, and the transpositions that ONNX's order of axes takes.</summary>
internal static class NormalizationImporters
{
    public static ImportedValue BatchNormalization(OperatorNode node)
    {
        node.Require("training_mode", 0, 0);
        if (node.Context.Opset < 14 && node.FurtherOutputs.Any())
            throw new ModelFileException("it has outputs after the first, so that it is in training mode; export the model for inference");
        AxisArrangement? moved = (node[0] as ArrangedValue)?.Arrangement;
        bool isLastMoved = moved is not null && moved.Axes.Count > 1 && AxisArrangement.AreEqual(moved.Axes[1], moved.Source[^1]);
        Node input = isLastMoved ? ((ArrangedValue)node[0]).Source.Node : node.NodeOf(0);
        if (!isLastMoved && input.Shape.Rank != 1)
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
        return isLastMoved ? ArrangedValue.Of(new LayerValue(output), moved!, node) : new LayerValue(output);
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
}
