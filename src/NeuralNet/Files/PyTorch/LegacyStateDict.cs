namespace NeuralNet;

/// <summary>
/// Recognizes files that PyTorch wrote before version 1.6, or later with <c>_use_new_zipfile_serialization=False</c>: a sequence of pickles
/// that begins with a number, or, before 0.1.10, a tar archive. They are not read.
/// </summary>
internal static class LegacyStateDict
{
    private const int TarSignatureOffset = 257;

    /// <summary>The number of bytes that contain the number and, before it, the protocol, a frame and the number's length.</summary>
    private const int NumberRange = 32;

    /// <summary>The number 0x1950a86a20f9469cfc6c in the byte order of a pickle (PyTorch: MAGIC_NUMBER in serialization.py).</summary>
    private static ReadOnlySpan<byte> Number => [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    private static ReadOnlySpan<byte> TarSignature => "ustar"u8;

    /// <summary>Returns whether a file is in such a format.</summary>
    public static bool IsOne(ByteSource source) =>
        source.Slice(0, (int)Math.Min(source.Length, NumberRange)).IndexOf(Number) >= 0 || IsTar(source);

    /// <summary>Closes a file and returns the exception that refuses it.</summary>
    public static ModelFileException Refusal(ByteSource source)
    {
        source.Dispose();
        return new ModelFileException($"{source.Description} cannot be read: it is in the format of PyTorch before version 1.6. Save it "
            + "again with a later version: torch.save(torch.load(path, map_location=\"cpu\"), path).");
    }

    /// <summary>Returns whether a file is a tar archive; a safetensors file has a brace where the archive has the name of a file.</summary>
    private static bool IsTar(ByteSource source) => source.Length >= TarSignatureOffset + TarSignature.Length
        && source.Slice(TarSignatureOffset, TarSignature.Length).SequenceEqual(TarSignature)
        && source.Slice(sizeof(ulong), 1)[0] != (byte)'{';
}
