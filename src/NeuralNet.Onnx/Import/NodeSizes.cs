using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>
/// The sizes of all axes of nodes, the batch first, in which open axes have names, so that a shape that a graph computes can be
/// compared with what it is the shape of.
/// </summary>
internal sealed class NodeSizes
{
    private const string BatchName = "batch";

    private readonly Dictionary<Node, AxisSize[]> sizes = [];
    private readonly HashSet<string> batchNames = new([BatchName], StringComparer.Ordinal);
    private readonly Dictionary<string, string> inputsByRowName = new(StringComparer.Ordinal);

    /// <summary>The size of the batch, which is open whatever a file says of it.</summary>
    public AxisSize Batch { get; } = AxisSize.Open(BatchName);

    /// <summary>Notes the axes of an input and returns the shape of its rows, open where the file gives no size.</summary>
    /// <exception cref="ModelFileException">A size is not positive, or an axis of the rows has the name of the batch.</exception>
    public Shape Describe(string input, IReadOnlyList<TensorShapeProto.Types.Dimension> dimensions)
    {
        string batch = dimensions[0].DimParam;
        batchNames.Add(batch);
        foreach (TensorShapeProto.Types.Dimension dimension in dimensions.Skip(1).Where(dimension => dimension.DimParam.Length > 0))
        {
            inputsByRowName.TryAdd(dimension.DimParam, input);
            if (batchNames.Contains(dimension.DimParam))
                throw BothBatchAndRow(dimension.DimParam);
        }

        if (inputsByRowName.ContainsKey(batch))
            throw BothBatchAndRow(batch);
        return (int[])[.. dimensions.Skip(1).Select((dimension, axis) => Size(input, axis + 1, dimension))];
    }

    private ModelFileException BothBatchAndRow(string name) => new(
        $"the input '{inputsByRowName[name]}' has '{name}' for the size of an axis after the first, and '{name}' is the size of the batch; "
        + "give the axes different names");

    /// <summary>Notes the sizes of an input that has been described.</summary>
    public void AddInput(Node node, string input, IReadOnlyList<TensorShapeProto.Types.Dimension> dimensions) =>
        Add(node, [Batch, .. dimensions.Skip(1).Select((dimension, axis) => dimension switch
        {
            { HasDimValue: true } => dimension.DimValue,
            { DimParam.Length: > 0 } => AxisSize.Open(dimension.DimParam),
            _ => AxisSize.Open(FormattableString.Invariant($"axis {axis + 1} of '{input}'")),
        })]);

    /// <summary>Notes the sizes of a node whose layer moves axes.</summary>
    public void Add(Node node, AxisSize[] nodeSizes) => sizes[node] = nodeSizes;

    /// <summary>The sizes of a node's axes, the batch first.</summary>
    public AxisSize[] Of(Node node)
    {
        var waiting = new Stack<Node>([node]);
        while (waiting.TryPeek(out Node? next))
        {
            Node[] unknown = sizes.ContainsKey(next) ? [] : [.. next.Inputs.Where(input => !sizes.ContainsKey(input))];
            foreach (Node input in unknown)
                waiting.Push(input);
            if (unknown.Length > 0)
                continue;
            waiting.Pop();
            sizes.TryAdd(next, Derive(next));
        }

        return sizes[node];
    }

    /// <summary>An open axis is that of an input at the same place, unless the layer moves axes.</summary>
    private AxisSize[] Derive(Node node)
    {
        bool keepsAxes = node.Layer is not (
            ConvolutionLayer or ImageLayer or Concatenate or Flatten or Reshape or GlobalPooling or CategoryEncoding);
        return [Batch, .. node.Shape.Select((size, axis) => size == Shape.Open ? OpenSize(axis) : size)];

        AxisSize OpenSize(int axis)
        {
            Node? source = keepsAxes
                ? node.Inputs.FirstOrDefault(input => input.Shape.Rank > axis && input.Shape[axis] == Shape.Open)
                : null;
            return source is not null
                ? sizes[source][axis + 1]
                : AxisSize.Open(FormattableString.Invariant($"axis {axis + 1} of the {sizes.Count}th layer, a {node.Layer.ClassName}"));
        }
    }

    private static int Size(string input, int axis, TensorShapeProto.Types.Dimension dimension)
    {
        if (!dimension.HasDimValue)
            return Shape.Open;
        return dimension.DimValue is > 0 and <= int.MaxValue
            ? (int)dimension.DimValue
            : throw new ModelFileException(FormattableString.Invariant(
                $"the axis {axis} of the input '{input}' has the size {dimension.DimValue}; ")
                + "a size is at least 1, and an open axis has none");
    }
}
