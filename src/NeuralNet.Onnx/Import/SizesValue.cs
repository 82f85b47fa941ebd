namespace NeuralNet.Onnx;

/// <summary>Sizes of axes as an operator computes them, at least one of an open axis: a list, or a single one without axes.</summary>
internal sealed class SizesValue(AxisSize[] sizes, bool isList, ImportedValue? shapeOf = null) : ImportedValue
{
    /// <summary>The value of which the list is the whole shape; null if it is no such list.</summary>
    public ImportedValue? ShapeOf => shapeOf;

    public IReadOnlyList<AxisSize> Elements => sizes;

    public bool IsList => isList;

    protected override string Description =>
        (isList ? $"the shape [{string.Join(", ", sizes.AsEnumerable())}]" : $"the size '{sizes[0]}'") + " of open axes";

    protected override string Cure => "sizes of open axes go into shapes only, of Reshape and Expand; "
        + "where they are needed as numbers, export the model with these axes fixed";
}
