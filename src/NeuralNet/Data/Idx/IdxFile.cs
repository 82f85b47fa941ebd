namespace NeuralNet;

/// <summary>
/// Reads arrays in the IDX format, in which MNIST and data sets modelled on it are published, compressed with gzip or not. The format is
/// described at http://yann.lecun.com/exdb/mnist: two zeros, the type of the elements, the number of axes, the size of each axis, and
/// the elements in row-major order, all numbers big-endian.
/// </summary>
public static class IdxFile
{
    /// <summary>The number of bytes that are converted at a time, a multiple of the size of every type.</summary>
    private const int ChunkLength = 1 << 16;

    /// <summary>The number of elements for which memory is taken at first, where the length of the content is unknown.</summary>
    private const int InitialCapacity = 1 << 20;

    /// <summary>
    /// Reads a file. Unsigned bytes become the numbers from 0 to 255; the other types are signed bytes, 16- and 32-bit integers, float32
    /// and float64.
    /// </summary>
    /// <param name="path">
    /// The file, such as <c>train-images-idx3-ubyte.gz</c>. The first bytes of the file, not the name, indicate if it is compressed.
    /// </param>
    /// <returns>A tensor of the axes of the file: (images, rows, columns), (labels).</returns>
    /// <exception cref="InvalidDataException">
    /// The file is damaged or not in the format: the message says what is wrong, and at which byte. Memory is taken for elements that are
    /// there, not for elements that the file only claims to have.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static Tensor Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(file, $"The file '{path}'");
    }

    /// <summary>Reads a stream, from its position to its end. The stream stays open.</summary>
    /// <param name="stream">The stream, compressed with gzip or not.</param>
    /// <exception cref="InvalidDataException">
    /// The stream is damaged or not in the format: the message says what is wrong, and at which byte.
    /// </exception>
    /// <inheritdoc cref="Read(string)"/>
    public static Tensor Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, "The stream");
    }

    private static Tensor Read(Stream stream, string description)
    {
        using var content = new IdxContent(stream, description);
        var header = IdxHeader.Read(content);
        float[] values = ReadValues(content, header);
        if (content.Read(stackalloc byte[1]) > 0)
            throw content.Wrong($"{header} end at byte {content.Position - 1}, and more bytes follow");
        return Tensor.Over(values, header.Shape);
    }

    private static float[] ReadValues(IdxContent content, IdxHeader header)
    {
        int count = header.Shape.Size, size = IdxElements.SizeOf(header.Type);
        RequireLength(content, header, (long)count * size);
        var values = new float[content.Remaining is null ? Math.Min(count, InitialCapacity) : count];
        byte[] chunk = new byte[ChunkLength];
        for (int start = 0; start < count;)
        {
            int wanted = Math.Min(ChunkLength / size, count - start);
            int read = content.Read(chunk.AsSpan(0, wanted * size)) / size;
            if (read < wanted)
                throw content.Wrong($"{header} take {(long)count * size} bytes from byte {header.Length} on; the content ends at byte "
                    + $"{content.Position}, and is truncated");
            if (values.Length < start + read)
                Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
            int refused = IdxElements.Convert(header.Type, chunk.AsSpan(0, read * size), values.AsSpan(start, read));
            if (refused >= 0)
                throw content.Wrong($"element {start + refused}, at byte {header.Length + (start + refused) * (long)size}, is a number "
                    + "that float32 cannot hold: whole numbers are exact up to ±2²⁴, others go up to ±3.4E+38");
            start += read;
        }

        return values;
    }

    /// <summary>Validates the length of a content that is known.</summary>
    private static void RequireLength(IdxContent content, IdxHeader header, long expected)
    {
        if (content.Remaining is long actual && actual != expected)
            throw content.Wrong($"{header} take {expected} bytes from byte {header.Length} on; "
                + (actual < expected ? $"{actual} follow, so it is truncated" : $"{actual} follow, {actual - expected} too many"));
    }
}
