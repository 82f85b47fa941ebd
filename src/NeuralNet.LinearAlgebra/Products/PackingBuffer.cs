namespace NeuralNet.LinearAlgebra;

/// <summary>The memory a thread packs its operands into.</summary>
internal static unsafe class PackingBuffer
{
    [ThreadStatic]
    private static AlignedMemory memory;

    /// <summary>At least <paramref name="count"/> elements, aligned to a cache line, the calling thread's own until it rents again.</summary>
    public static T* Rent<T>(nint count)
        where T : unmanaged => memory.Rent<T>(count);
}
