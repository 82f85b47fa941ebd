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
    internal string ShapeText => FileShape.ToString();

    internal FileShape FileShape => new(Sizes);

    internal bool HasShape(Shape shape) => FileShape.Is(shape);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {SafetensorsDataTypes.NameOf(DataType)} {ShapeText}";
}
