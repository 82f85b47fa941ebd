using System.Runtime.InteropServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>Memory that begins at a cache line, grows to the maximum size that is rented, and is reused.</summary>
internal unsafe struct AlignedMemory
{
    private const int Alignment = 64;

    private byte[]? buffer;

    /// <summary>Returns memory of at least <paramref name="count"/> elements; memory that was rented before is no longer valid.</summary>
    public T* Rent<T>(nint count)
        where T : unmanaged
    {
        nint bytes = (count * sizeof(T)) + Alignment;
        if (buffer is null || buffer.Length < bytes)
            buffer = GC.AllocateUninitializedArray<byte>((int)Math.Max(bytes, 1 << 16), pinned: true);
        nint start = (nint)Marshal.UnsafeAddrOfPinnedArrayElement(buffer, 0);
        return (T*)((start + Alignment - 1) & ~(nint)(Alignment - 1));
    }
}
