namespace NeuralNet.Onnx;

/// <summary>
/// Queries, keys or values of the heads of an attention: (batch, steps, heads·size), arranged as matrices of steps and size for each
/// head, or size and steps, and multiplied by a number.
/// </summary>
/// <param name="Source">The values (batch, steps, heads·size).</param>
/// <param name="Heads">The factors before the matrix: the batch and the heads, in one axis or two.</param>
/// <param name="HeadCount">The number of heads.</param>
/// <param name="Size">The number of features of a head.</param>
/// <param name="Scale">The factor of all values.</param>
internal sealed record AttentionOperand(
    ImportedValue Source, IReadOnlyList<AxisFactor[]> Heads, AxisSize HeadCount, AxisSize Size, AxisSize Steps, double Scale)
{
    /// <summary>The sizes of the axes before the matrix.</summary>
    public AxisSize[] HeadSizes => [.. Heads.Select(AxisFactor.SizeOf)];

    /// <summary>Returns the operand that a value is; null if its axes are not those of heads.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isTransposed">Whether the matrices are transposed: size and steps.</param>
    /// <param name="known">The sizes of nodes.</param>
    public static AttentionOperand? Of(ImportedValue value, bool isTransposed, NodeSizes known)
    {
        double scale = 1;
        if (value is CurveValue curve && curve.Scale is double factor)
            (value, scale) = (curve.Source, factor);
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(value, known);
        if (source is CurveValue { Scale: double inner } scaled)
            (source, scale) = (scaled.Source, scale * inner);
        if (arrangement.Source is not [var batch, var steps, var features] || arrangement.Axes.Count < 3)
            return null;
        AxisFactor[] rows = arrangement.Axes[^2], columns = arrangement.Axes[^1];
        (AxisFactor[] length, AxisFactor[] size) = isTransposed ? (columns, rows) : (rows, columns);
        AxisFactor[] heads = features[..^Math.Min(size.Length, features.Length)];
        IReadOnlyList<AxisFactor[]> leading = [.. arrangement.Axes.Take(arrangement.Axes.Count - 2)];
        bool areHeads = AxisArrangement.AreEqual(length, steps)
            && AxisArrangement.AreEqual([.. heads, .. size], features)
            && AxisArrangement.AreEqual([.. leading.SelectMany(axis => axis)], [.. batch, .. heads]);
        return areHeads
            ? new AttentionOperand(source, leading, AxisFactor.SizeOf(heads), AxisFactor.SizeOf(size), AxisFactor.SizeOf(steps), scale)
            : null;
    }

    /// <summary>Returns whether another operand has the same heads, of the same size.</summary>
    public bool Matches(AttentionOperand other) => Size.Equals(other.Size) && HeadCount.Equals(other.HeadCount)
        && HeadSizes.AsSpan().SequenceEqual(other.HeadSizes);

    /// <summary>Returns whether another operand has the same heads and steps.</summary>
    public bool SharesHeadsWith(AttentionOperand other) => Steps.Equals(other.Steps) && HeadCount.Equals(other.HeadCount)
        && HeadSizes.AsSpan().SequenceEqual(other.HeadSizes);

    /// <summary>The matrices of the heads by layers: (batch, heads, steps, size), or (batch, steps, size) without an axis of heads.</summary>
    public Node ByLayers(bool isTransposed, OperatorNode last)
    {
        AxisSize batch = last.Context.Sizes.Batch;
        if (Heads.Count == 1 && HeadCount.Equals(1))
        {
            AxisArrangement whole = AxisArrangement.Of([batch, Steps, Size]);
            return ArrangedValue.Of(new LayerValue(Source.Node), isTransposed ? whole.Transpose([0, 2, 1]) : whole, last).Node;
        }

        AxisArrangement heads = AxisArrangement.Of([batch, Steps, HeadCount * Size]).Reshape([batch, Steps, HeadCount, Size])!;
        return ArrangedValue.Of(new LayerValue(Source.Node), heads.Transpose(isTransposed ? [0, 2, 3, 1] : [0, 2, 1, 3]), last).Node;
    }
}
