using System.Runtime.InteropServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>The memory a thread packs its operands into: grows to the largest product the thread has asked for and is then reused.</summary>
internal static unsafe class PackingBuffer
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static byte[]? buffer;

    /// <summary>At least <paramref name="count"/> elements, aligned to a cache line, the calling thread's own until it rents again.</summary>
    public static T* Rent<T>(nint count)
        where T : unmanaged
    {
        nint bytes = (count * sizeof(T)) + Alignment;
        if (buffer is null || buffer.Length < bytes)
            buffer = GC.AllocateUninitializedArray<byte>((int)Math.Max(bytes, 1 << 16), pinned: true);
        nint start = (nint)Marshal.UnsafeAddrOfPinnedArrayElement(buffer, 0);
        return (T*)((start + Alignment - 1) & ~(nint)(Alignment - 1));
    }
}
