namespace NeuralNet.LinearAlgebra;

/// <summary>The memory that a thread packs its operands into.</summary>
internal static unsafe class PackingBuffer
{
    [ThreadStatic]
    private static AlignedMemory memory;

    /// <summary>
    /// Returns at least <paramref name="count"/> elements, aligned to a cache line, for the calling thread until it rents again.
    /// </summary>
    public static T* Rent<T>(nint count)
        where T : unmanaged => memory.Rent<T>(count);
}
