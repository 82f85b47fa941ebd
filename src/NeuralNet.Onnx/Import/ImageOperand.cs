namespace NeuralNet.Onnx;

/// <summary>
/// The input of an operator for images or sequences. ONNX has the channels on the second axis; a value whose last axis is only moved
/// there, as tools do that write models with channels last, keeps them last in the layers.
/// </summary>
internal sealed class ImageOperand
{
    private readonly OperatorNode node;

    private ImageOperand(OperatorNode node, Node source, DataFormat format) => (this.node, Source, Format) = (node, source, format);

    /// <summary>The images or sequences, in the order of the format.</summary>
    public Node Source { get; }

    public DataFormat Format { get; }

    public bool IsChannelsFirst => Format == DataFormat.ChannelsFirst;

    /// <summary>The number of axes beside the batch and the channels: 1 for sequences, 2 for images.</summary>
    public int Rank => Source.Shape.Rank - 1;

    public int Channels => IsChannelsFirst ? Source.Shape[0] : Source.Shape[^1];

    /// <summary>The sizes of the axes beside the batch and the channels, some of which may be open.</summary>
    public int[] Sizes => IsChannelsFirst ? [.. Source.Shape.Skip(1)] : [.. Source.Shape.SkipLast(1)];

    /// <summary>Returns the axis of the layers, counted from the batch, for an axis of <see cref="Sizes"/>.</summary>
    public int AxisOf(int spatialAxis) => spatialAxis + (IsChannelsFirst ? 2 : 1);

    /// <summary>Reads the first input of an operator.</summary>
    /// <exception cref="ModelFileException">It is neither images nor sequences.</exception>
    public static ImageOperand Of(OperatorNode node)
    {
        ImageOperand image = node[0] is ArrangedValue arranged && IsLastMovedToSecond(arranged.Arrangement)
            ? new(node, arranged.Source.Node, DataFormat.ChannelsLast)
            : new(node, node.NodeOf(0), DataFormat.ChannelsFirst);
        return image.Rank is 1 or 2
            ? image
            : throw new ModelFileException("it is supported for sequences and images, (batch, channels, steps) and (batch, channels, "
                + $"height, width); its input has the shape {image.Source.Shape.ToStringWithBatch()}");
    }

    /// <summary>Reads the first input of an operator that names the axes itself.</summary>
    public static ImageOperand Of(OperatorNode node, DataFormat format) => new(node, node.NodeOf(0), format);

    /// <summary>Returns the value of the operator: the output of layers, in ONNX's order of the axes.</summary>
    public ImportedValue Result(Node output)
    {
        if (IsChannelsFirst)
            return new LayerValue(output);
        AxisArrangement arrangement = AxisArrangement.Of(node.Context.Sizes.Of(output));
        int[] order = Array.ConvertAll(FeatureAxis.ToSecond(output.Shape.Rank + 1), axis => (int)axis);
        return ArrangedValue.Of(new LayerValue(output), arrangement.Transpose(order), node);
    }

    /// <summary>Returns the operand with another source of the same format.</summary>
    public ImageOperand With(Node source) => new(node, source, Format);

    private static bool IsLastMovedToSecond(AxisArrangement arrangement)
    {
        int rank = arrangement.Source.Count;
        return rank > 2 && arrangement.Axes.Count == rank && arrangement.HasRows
            && AxisArrangement.AreEqual(arrangement.Axes[1], arrangement.Source[^1])
            && Enumerable.Range(2, rank - 2).All(axis => AxisArrangement.AreEqual(arrangement.Axes[axis], arrangement.Source[axis - 1]));
    }
}
