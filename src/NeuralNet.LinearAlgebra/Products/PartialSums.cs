namespace NeuralNet.LinearAlgebra;

/// <summary>The memory where threads put the sums of slices for the thread that asked for the product.</summary>
internal static unsafe class PartialSums
{
    [ThreadStatic]
    private static AlignedMemory memory;

    /// <summary>At least <paramref name="count"/> elements, aligned to a cache line, the calling thread's own until it rents again.</summary>
    public static T* Rent<T>(nint count)
        where T : unmanaged => memory.Rent<T>(count);
}
