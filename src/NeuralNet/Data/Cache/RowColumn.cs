namespace NeuralNet;

/// <summary>The rows of one tensor while a file of them is written.</summary>
/// <param name="Name">The name of the tensor.</param>
/// <param name="Shape">The shape of a row.</param>
/// <param name="Stream">The stream to which rows are appended.</param>
internal sealed record RowColumn(string Name, Shape Shape, Stream Stream)
{
    /// <summary>The checksum of the rows so far.</summary>
    public Crc32C Checksum { get; } = new();

    /// <summary>Returns the entry of the tensor in the header of a file.</summary>
    public SafetensorsEntry Entry(long rows, long begin, long end) =>
        new(Name, SafetensorsDataType.F32, [rows, .. Shape.Select(size => (long)size)], begin, end);
}
