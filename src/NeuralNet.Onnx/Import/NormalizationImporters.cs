namespace NeuralNet.Onnx;

/// <summary>Normalizations by statistics, and the transpositions that ONNX's order of axes takes.</summary>
internal static class NormalizationImporters
{
    public static ImportedValue BatchNormalization(OperatorNode node)
    {
        node.Require("training_mode", 0, 0);
        if (node.Context.Opset < 9)
            node.Require("spatial", 1, 1);
        if (node.Context.Opset < 14 && node.FurtherOutputs.Any())
            throw new ModelFileException("it has outputs after the first, so that it is in training mode; export the model for inference");
        AxisArrangement? moved = (node[0] as ArrangedValue)?.Arrangement;
        bool isLastMoved = moved is not null && moved.Axes.Count > 1 && AxisArrangement.AreEqual(moved.Axes[1], moved.Source[^1]);
        Node input = isLastMoved ? ((ArrangedValue)node[0]).Source.Node : node.NodeOf(0);
        if (input.Shape.Rank == 0)
            throw new ModelFileException($"it normalizes the second axis; its input has the shape {input.Shape.ToStringWithBatch()}");
        int axis = isLastMoved || input.Shape.Rank == 1 ? -1 : 1;
        ConstantValue[] weights = [.. Enumerable.Range(1, 4).Select(index => OfFeatures(node.Constant(index), input, axis))];
        float momentum = node.Get("momentum", 0.9f), epsilon = node.Get("epsilon", 1e-5f);
        BatchNormalization layer = node.Context.Shared($"{node.WeightsKey(weights)}\n{axis}", () =>
        {
            var made = new BatchNormalization(axis, momentum: momentum, epsilon: epsilon, name: node.LayerName());
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

    /// <summary>Each channel of a row is normalized alone.</summary>
    public static ImportedValue InstanceNormalization(OperatorNode node)
    {
        ImageOperand image = ImageOperand.Of(node);
        int axis = image.IsChannelsFirst ? 1 : -1;
        ConstantValue gamma = OfFeatures(node.Constant(1), image.Source, axis), beta = OfFeatures(node.Constant(2), image.Source, axis);
        return image.Result(image.Source.Add(Groups(node, gamma, beta, -1, axis, 1)));
    }

    /// <summary>The numbers belong to the groups in opsets before 21, and to the channels since then.</summary>
    public static ImportedValue GroupNormalization(OperatorNode node)
    {
        ImageOperand image = ImageOperand.Of(node);
        int axis = image.IsChannelsFirst ? 1 : -1;
        long groups = node.Get("num_groups", 0);
        node.Ignore("stash_type");
        if (groups < 1 || groups > image.Channels || image.Channels % groups != 0)
            throw new ModelFileException($"its attribute 'num_groups' is {groups}, which must divide {image.Channels} channels");
        int repetitions = node.Context.Opset < 21 ? image.Channels / (int)groups : 1;
        ConstantValue gamma = node.Constant(1), beta = node.Constant(2);
        if (gamma.Length * repetitions != image.Channels || beta.Length * repetitions != image.Channels)
            throw new ModelFileException($"{gamma} and {beta} have {gamma.Length} and {beta.Length} values for {image.Channels} channels");
        return image.Result(image.Source.Add(Groups(node, gamma, beta, (int)groups, axis, repetitions)));
    }

    private static GroupNormalization Groups(
        OperatorNode node, ConstantValue gamma, ConstantValue beta, int groups, int axis, int repetitions)
    {
        float epsilon = node.Get("epsilon", 1e-5f);
        return node.Context.Shared($"{node.WeightsKey(gamma, beta)}\n{axis}", () =>
        {
            string? name = node.LayerName() ?? node.Context.NameFor(node.Output.Replace('/', '_'));
            var made = new GroupNormalization(groups, axis, epsilon, name: name);
            node.Context.Weights.Add(made, "gamma", () => Repeated(gamma.ToFloats()));
            node.Context.Weights.Add(made, "beta", () => Repeated(beta.ToFloats()));
            return made;
        });

        float[] Repeated(float[] values) => [.. values.SelectMany(value => Enumerable.Repeat(value, repetitions))];
    }

    /// <exception cref="ModelFileException">The constant is no list with a number for each index of the axis.</exception>
    private static ConstantValue OfFeatures(ConstantValue constant, Node input, int axis = -1) =>
        constant.VectorLength == (axis == -1 ? input.Shape.Last : input.Shape[axis - 1])
            ? constant
            : throw new ModelFileException(
                $"{constant} of sizes [{string.Join(", ", constant.Sizes)}] is no list for the "
                    + $"{(axis == -1 ? "last axis" : $"axis {axis}")} of "
                + input.Shape.ToStringWithBatch());

    public static ImportedValue LpNormalization(OperatorNode node)
    {
        node.Require("p", 2, 2);
        Node input = node.NodeOf(0);
        int axis = ConstantFolding.Axis(node.Get("axis", -1), input.Shape.Rank + 1);
        if (axis == 0)
            throw new ModelFileException("it normalizes along the batch");
        return new LayerValue(input.Add(new UnitNormalization(axis == input.Shape.Rank ? -1 : axis, node.LayerName())));
    }
}
