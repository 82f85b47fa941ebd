namespace NeuralNet.Onnx;

/// <summary>A tensor of one number, in sizes of which some are open.</summary>
internal sealed class FilledValue(double number, AxisSize[] sizes) : ImportedValue
{
    public double Number => number;

    public override AxisSize[] SizesIn(NodeSizes known) => sizes;

    /// <summary>Returns the elements from a start up to an end along an axis of known size.</summary>
    /// <exception cref="ModelFileException">The size of the axis is open.</exception>
    public FilledValue Part(int axis, long start, long end)
    {
        if (!sizes[axis].IsKnown)
            throw new ModelFileException($"it takes a part of {Description} along the axis {axis}, which is open");
        long size = sizes[axis].Number, first = Clamped(start), last = Clamped(end);
        return new FilledValue(number, [.. sizes[..axis], Math.Max(0, last - first), .. sizes[(axis + 1)..]]);

        long Clamped(long element) => Math.Clamp(element < 0 ? element + size : element, 0, size);
    }

    protected override string Description => $"a tensor of shape [{string.Join(", ", sizes.AsEnumerable())}] with one number";

    protected override string Cure => "it is supported in the masks of attention only";
}
