namespace NeuralNet.Onnx;

/// <summary>A step on the way to a layer normalization that is spelled out.</summary>
internal enum MomentForm
{
    /// <summary>The mean of each row.</summary>
    Mean,

    /// <summary>The rows without their means.</summary>
    Centered,

    /// <summary>The squares of those.</summary>
    Squares,

    /// <summary>The mean of the squares, to which an epsilon may be added.</summary>
    Variance,

    /// <summary>The root of the variance.</summary>
    Deviation,
}

/// <summary>A mean or variance of rows, along the last axis, as exporters of opsets before 17 write a layer normalization.</summary>
internal sealed class RowMoment(Node rows, MomentForm form, double epsilon = 0) : ImportedValue
{
    protected override string Description => "a mean or variance of features";

    protected override string Cure => "it is supported as a part of (x − mean)/√(variance + epsilon) only";

    /// <summary>The mean of the steps of (batch, channels, steps), if nothing else is made of it.</summary>
    protected override Node MakeNode() => form == MomentForm.Mean && rows.Shape.Rank == 2
        ? rows.Add(new GlobalAveragePooling1D(DataFormat.ChannelsFirst, keepDims: true))
        : base.MakeNode();

    /// <summary>The mean along the last axis, which is kept with size 1; null if the operator takes another.</summary>
    public static RowMoment? OfMean(OperatorNode node)
    {
        bool namesAxes = node.Find("axes") is not null || node.Has(1);
        if (!namesAxes || node.Get("keepdims", 1) != 1 || node.Axes(1) is not [var axis])
            return null;
        if (node[0] is RowMoment moment)
            return axis == -1 || axis == moment.Rank ? moment.Turn(MomentForm.Squares, MomentForm.Variance) : null;
        Node rows = node.NodeOf(0);
        return rows.Shape.Rank > 0 && (axis == -1 || axis == rows.Shape.Rank) ? new RowMoment(rows, MomentForm.Mean) : null;
    }

    /// <summary>Returns the result of an operator of two values on a moment; null if there is none among them.</summary>
    public static ImportedValue? Combine(OperatorNode node)
    {
        if (node.InputCount != 2)
            return null;
        return (node.Type, node[0], node[1]) switch
        {
            ("Sub", _, RowMoment { Form: MomentForm.Mean } mean) when node.NodeOf(0) == mean.Rows =>
                mean.Turn(MomentForm.Mean, MomentForm.Centered),
            ("Pow", RowMoment centered, ConstantValue { Length: 1, Scalar: 2 }) => centered.Turn(MomentForm.Centered, MomentForm.Squares),
            ("Mul", RowMoment left, RowMoment right) when left == right => left.Turn(MomentForm.Centered, MomentForm.Squares),
            ("Add", RowMoment variance, ConstantValue { Length: 1 } added) => variance.WithEpsilon(added),
            ("Add", ConstantValue { Length: 1 } added, RowMoment variance) => variance.WithEpsilon(added),
            ("Div", RowMoment centered, RowMoment deviation) => centered.By(deviation, node),
            ("Mul" or "Add", StandardizedRows standardized, ConstantValue list) => standardized.With(node, list),
            ("Mul" or "Add", ConstantValue list, StandardizedRows standardized) => standardized.With(node, list),
            _ => null,
        };
    }

    /// <summary>The root of a variance; null for any other value.</summary>
    public static RowMoment? Root(ImportedValue value) => (value as RowMoment)?.Turn(MomentForm.Variance, MomentForm.Deviation);

    private int Rank => rows.Shape.Rank;

    private Node Rows => rows;

    private MomentForm Form => form;

    private double Epsilon => epsilon;

    private RowMoment? Turn(MomentForm from, MomentForm to) => form == from ? new RowMoment(rows, to, epsilon) : null;

    private RowMoment? WithEpsilon(ConstantValue added) =>
        form == MomentForm.Variance ? new RowMoment(rows, form, epsilon + added.Scalar) : null;

    private StandardizedRows? By(RowMoment deviation, OperatorNode node) =>
        form == MomentForm.Centered && deviation.Form == MomentForm.Deviation && deviation.Rows == rows && (float)deviation.Epsilon > 0
            ? new StandardizedRows(rows, (float)deviation.Epsilon, node)
            : null;
}
