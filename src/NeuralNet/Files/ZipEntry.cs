namespace NeuralNet;

/// <summary>An entry of a zip archive, whose bytes lie inside the file.</summary>
/// <param name="Name">The name, with slashes between folders.</param>
/// <param name="IsCompressed">Whether the bytes are compressed by Deflate.</param>
/// <param name="Offset">The offset of the first byte in the file.</param>
/// <param name="StoredLength">The number of bytes in the file.</param>
/// <param name="Length">The number of bytes of the content, as the archive states it.</param>
internal sealed record ZipEntry(string Name, bool IsCompressed, long Offset, long StoredLength, long Length);
