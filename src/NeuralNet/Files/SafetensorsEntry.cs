using System.Globalization;

namespace NeuralNet;

/// <summary>The entry of a tensor in the header of a safetensors file.</summary>
public sealed class SafetensorsEntry
{
    internal SafetensorsEntry(string name, SafetensorsDataType dataType, long[] sizes, long begin, long end) =>
        (Name, DataType, Sizes, Begin, End) = (name, dataType, sizes, begin, end);

    /// <summary>The tensor's name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>The data type in the file.</summary>
    public SafetensorsDataType DataType { get; }

    /// <summary>The sizes of the axes, outermost first; none for a scalar.</summary>
    public IReadOnlyList<long> Shape => Sizes;

    internal long[] Sizes { get; }

    /// <summary>The offset of the first byte behind the header.</summary>
    internal long Begin { get; }

    /// <summary>The offset behind the last byte.</summary>
    internal long End { get; }

    /// <summary>The sizes as a tuple, as <see cref="NeuralNet.Shape"/> writes it.</summary>
    internal string ShapeText => Shape.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"({Shape[0]},)")
        : $"({string.Join(", ", Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))})";

    internal bool HasShape(Shape shape)
    {
        bool equal = shape.Rank == Shape.Count;
        for (int axis = 0; equal && axis < shape.Rank; axis++)
            equal = shape[axis] == Shape[axis];
        return equal;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {SafetensorsDataTypes.NameOf(DataType)} {ShapeText}";
}
