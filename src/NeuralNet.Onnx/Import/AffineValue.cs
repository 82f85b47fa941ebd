namespace NeuralNet.Onnx;

/// <summary>x·scale + offset with a scale and an offset for each place of the last axis.</summary>
internal sealed class AffineValue : ImportedValue
{
    /// <summary>Below this deviation Normalization no longer divides by it.</summary>
    private const double MinDeviation = 1e-6;

    private readonly Node source;
    private readonly double[] scale, offset;
    private readonly OperatorNode last;

    private AffineValue(Node source, double[] scale, double[] offset, OperatorNode last) =>
        (this.source, this.scale, this.offset, this.last) = (source, scale, offset, last);

    public override Shape Shape => source.Shape;

    public override AxisSize[] SizesIn(NodeSizes known) => known.Of(source);

    protected override string Description => "a scaled value";

    /// <summary>The value that an operator with a constant list makes of another.</summary>
    public static AffineValue Apply(OperatorNode node, ImportedValue value, double[] constant, bool isConstantFirst)
    {
        int size = constant.Length;
        double[] scale = [.. Enumerable.Repeat(1.0, size)], offset = new double[size];
        Node source;
        if (value is AffineValue inner)
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

        return new AffineValue(source, scale, offset, node);
    }

    /// <summary>Normalization where its form allows, otherwise BatchNormalization with a mean of 0 and a variance of 1.</summary>
    protected override Node MakeNode()
    {
        if (scale.All(value => value > 0 && 1 / value is > MinDeviation and < 1 / MinDeviation))
        {
            float[] mean = [.. scale.Zip(offset, (factor, added) => (float)(-added / factor))];
            float[] variance = Array.ConvertAll(scale, factor => (float)(1 / (factor * factor)));
            return source.Add(new Normalization(mean: mean, variance: variance, name: last.LayerName()));
        }

        var layer = new BatchNormalization(name: last.LayerName());
        ImportedWeights weights = last.Context.Weights;
        weights.Add(layer, "gamma", () => Array.ConvertAll(scale, value => (float)value));
        weights.Add(layer, "beta", () => Array.ConvertAll(offset, value => (float)value));
        weights.Add(layer, "moving_mean", () => new float[scale.Length]);
        weights.Add(layer, "moving_variance", () => [.. Enumerable.Repeat(1 - 1e-3f, scale.Length)]);
        return source.Add(layer);
    }
}
