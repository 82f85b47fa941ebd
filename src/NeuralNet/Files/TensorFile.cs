namespace NeuralNet;

/// <summary>Opens files of named tensors by their content: safetensors files, and state dicts that PyTorch wrote.</summary>
internal static class TensorFile
{
    /// <exception cref="ModelFileException">The file is damaged or of another format.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ITensorFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(ByteSource.Map(path));
    }

    /// <summary>Reads a file from a stream, from its position to its end, into memory.</summary>
    /// <exception cref="ModelFileException">The content is damaged or of another format, or longer than 2 GB.</exception>
    public static ITensorFile Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Open(ByteSource.Read(stream));
    }

    private static ITensorFile Open(ByteSource source)
    {
        if (StateDictArchive.IsArchive(source))
            return new StateDictFile(source);
        if (LegacyStateDict.IsOne(source))
            throw LegacyStateDict.Refusal(source);
        return new Safetensors(source);
    }
}
