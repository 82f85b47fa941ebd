namespace NeuralNet.Keras;

/// <summary>The signatures and constants of the HDF5 format (HDF5 File Format Specification 3.0).</summary>
internal static class Hdf5Format
{
    /// <summary>The address that stands for no object.</summary>
    public const ulong Undefined = ulong.MaxValue;

    public const string Tree = "TREE", Symbols = "SNOD", Heap = "HEAP", GlobalHeap = "GCOL";

    /// <summary>The first bytes of every file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    public static ModelFileException Unsupported(string feature) =>
        new($"the HDF5 file has {feature}, which Keras's files do not have and this library does not read");
}
