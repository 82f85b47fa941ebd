namespace NeuralNet.Onnx;

/// <summary>x·scale + offset with a scale and an offset for each index of an axis, the last in most cases.</summary>
internal sealed class AffineValue : ImportedValue
{
    /// <summary>Below this deviation Normalization no longer divides by it.</summary>
    private const double MinDeviation = 1e-6;

    private readonly Node source;
    private readonly int axis;
    private readonly double[] scale, offset;
    private readonly OperatorNode last;

    private AffineValue(Node source, int axis, double[] scale, double[] offset, OperatorNode last) =>
        (this.source, this.axis, this.scale, this.offset, this.last) = (source, axis, scale, offset, last);

    public override Shape Shape => source.Shape;

    public override AxisSize[] SizesIn(NodeSizes known) => known.Of(source);

    protected override string Description => "a scaled value";

    /// <summary>The value that an operator with a constant list makes of another.</summary>
    public static AffineValue Apply(OperatorNode node, ImportedValue value, double[] constant, bool isConstantFirst, int axis = -1)
    {
        int size = constant.Length;
        double[] scale = [.. Enumerable.Repeat(1.0, size)], offset = new double[size];
        Node source;
        if (value is AffineValue inner && inner.axis == axis)
            (source, scale, offset) = (inner.source, [.. inner.scale], [.. inner.offset]);
        else
            source = value.Node;
        for (int i = 0; i < size; i++)
        {
            (scale[i], offset[i]) = (node.Type, isConstantFirst) switch
            {
                ("Add", _) => (scale[i], offset[i] + constant[i]),
                ("Sub", false) => (scale[i], offset[i] - constant[i]),
                ("Sub", true) => (-scale[i], constant[i] - offset[i]),
                ("Mul", _) => (scale[i] * constant[i], offset[i] * constant[i]),
                ("Div", false) => (scale[i] / constant[i], offset[i] / constant[i]),
                _ => throw new ModelFileException("it is not supported with a constant list"),
            };
        }

        return new AffineValue(source, axis, scale, offset, node);
    }

    /// <summary>
    /// The value of an operator with a constant of the shape of rows, or one that is repeated along some of their axes: a list for one
    /// axis, such as the channels of images, or a number for each element. Null if the constant has other sizes.
    /// </summary>
    public static ImportedValue? OfRows(OperatorNode node, ImportedValue value, Shape row, ConstantValue constant, bool isConstantFirst)
    {
        if (node.Type is not ("Add" or "Sub" or "Mul" or "Div") || !row.IsFixed || constant.Sizes.Length > row.Rank + 1)
            return null;
        int[] sizes = [.. Enumerable.Repeat(1, row.Rank + 1 - constant.Sizes.Length), .. constant.Sizes];
        if (sizes[0] != 1 || !Enumerable.Range(1, row.Rank).All(axis => sizes[axis] == 1 || sizes[axis] == row[axis - 1]))
            return null;
        int[] varying = [.. Enumerable.Range(1, row.Rank).Where(axis => sizes[axis] != 1)];
        if (varying is [var axis])
            return Apply(node, value, constant.ToDoubles(), isConstantFirst, axis);
        constant.Spend(row.Size);
        float[] elements = TensorView.Of(sizes[1..]).Broadcast([.. row]).Read(constant.SharedFloats());
        Node source = value.Node, flat = source.Add(new Flatten());
        Node result = Apply(node, new LayerValue(flat), Array.ConvertAll(elements, element => (double)element), isConstantFirst).Node;
        return new LayerValue(result.Add(new Reshape([.. row])));
    }

    /// <summary>Normalization where its form allows, otherwise BatchNormalization with a mean of 0 and a variance of 1.</summary>
    protected override Node MakeNode()
    {
        if (scale.All(value => value > 0 && 1 / value is > MinDeviation and < 1 / MinDeviation))
        {
            float[] mean = [.. scale.Zip(offset, (factor, added) => (float)(-added / factor))];
            float[] variance = Array.ConvertAll(scale, factor => (float)(1 / (factor * factor)));
            return source.Add(new Normalization(axis, mean: mean, variance: variance, name: last.LayerName()));
        }

        var layer = new BatchNormalization(axis, name: last.LayerName());
        ImportedWeights weights = last.Context.Weights;
        weights.Add(layer, "gamma", () => Array.ConvertAll(scale, value => (float)value));
        weights.Add(layer, "beta", () => Array.ConvertAll(offset, value => (float)value));
        weights.Add(layer, "moving_mean", () => new float[scale.Length]);
        weights.Add(layer, "moving_variance", () => [.. Enumerable.Repeat(1 - 1e-3f, scale.Length)]);
        return source.Add(layer);
    }
}
