namespace NeuralNet.Onnx;

/// <summary>Products with constant matrices, and slopes that were learnt.</summary>
internal static class DenseImporters
{
    public static ImportedValue Gemm(OperatorNode node)
    {
        node.Require("transA", 0, 0);
        float alpha = node.Get("alpha", 1f), beta = node.Get("beta", 1f);
        bool isTransposed = node.Get("transB", 0) != 0;
        if (node[0].SizesIn(node.Context.Sizes).Length != 2 && !node.IsLifted)
            throw new ModelFileException($"it takes rows; its input has the shape {node.NodeOf(0).Shape.ToStringWithBatch()}");
        DenseValue product = Product(node, isTransposed, alpha, beta);
        return node.Has(2) ? new LayerValue(product.WithBias(Bias(node.Constant(2), node.Constant(1).Sizes[isTransposed ? 0 : 1]))) : product;
    }

    public static ImportedValue MatMul(OperatorNode node) => node[1] is ConstantValue || node[0] is ConstantValue
        ? Product(node, isTransposed: false, alpha: 1, beta: 1)
        : AttentionImporters.MatMul(node);

    public static ImportedValue PRelu(OperatorNode node)
    {
        Node input = node.NodeOf(0);
        ConstantValue slope = node.Constant(1);
        int rank = input.Shape.Rank;
        int[] sizes = [.. Enumerable.Repeat(1, Math.Max(0, rank - slope.Sizes.Length)), .. slope.Sizes];
        if (sizes.Length == rank + 1 && sizes[0] == 1)
            sizes = sizes[1..];
        if (sizes.Length != rank || !Enumerable.Range(0, rank).All(axis => sizes[axis] == 1 || sizes[axis] == input.Shape[axis]))
        {
            throw new ModelFileException(
                $"{slope} of sizes [{string.Join(", ", slope.Sizes)}] does not fit the rows of {input.Shape.ToStringWithBatch()}");
        }

        int[] sharedAxes = [.. Enumerable.Range(0, rank).Where(IsShared).Select(axis => axis + 1)];
        PReLU layer = node.Context.Shared(node.WeightsKey(slope), () =>
        {
            var made = new PReLU(sharedAxes: sharedAxes, name: node.LayerName());
            node.Context.Weights.Add(made, "alpha", slope.ToFloats);
            return made;
        });
        return new LayerValue(input.Add(layer));

        bool IsShared(int axis) => sizes[axis] == 1 && input.Shape[axis] != 1;
    }

    /// <exception cref="ModelFileException">It is neither a number nor a list for the last axis: it differs from row to row.</exception>
    private static ConstantValue Bias(ConstantValue bias, int units) =>
        bias.Sizes.Length <= 2 && (bias.Length == 1 || bias.VectorLength == units)
            ? bias
            : throw new ModelFileException($"{bias} of sizes [{string.Join(", ", bias.Sizes)}] is neither a number nor a list of {units}");

    private static DenseValue Product(OperatorNode node, bool isTransposed, float alpha, float beta)
    {
        ConstantValue kernel = node.Constant(1);
        if (kernel.Sizes.Length != 2)
            throw new ModelFileException($"{kernel} should have two axes; it has {kernel.Sizes.Length}");
        int units = kernel.Sizes[isTransposed ? 0 : 1], inputs = kernel.Sizes[isTransposed ? 1 : 0];
        if (node[0] is AttentionOutput attention && attention.SizesIn(node.Context.Sizes)[^1].Equals(inputs))
            return new DenseValue(attention, units, bias => attention.Project(WithBias(bias), node));
        Node source = node.NodeOf(0);
        if (source.Shape.Rank > 0 && source.Shape.Last == Shape.Open)
        {
            throw new ModelFileException(
                $"{kernel} takes rows of {inputs} values, and their axis '{node.Context.Sizes.Of(source)[^1]}' is open; export the model "
                + $"with this axis fixed to {inputs}");
        }

        if (source.Shape.Rank == 0 || source.Shape.Last != inputs)
            throw new ModelFileException($"{kernel} takes rows of {inputs} values; they have the shape {source.Shape.ToStringWithBatch()}");
        return new DenseValue(new LayerValue(source), units, bias => source.Add(node.Context.Dense(WithBias(bias), node)));

        DenseProjection WithBias(ConstantValue? bias) => new(kernel, isTransposed, bias, alpha, beta);
    }
}
