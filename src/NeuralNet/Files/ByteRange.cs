namespace NeuralNet;

/// <summary>A range of the bytes of a source.</summary>
internal readonly record struct ByteRange(ByteSource Source, long Offset, long Length)
{
    /// <summary>Returns bytes from an offset in the range on.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length) => Source.Slice(Offset + offset, length);
}
