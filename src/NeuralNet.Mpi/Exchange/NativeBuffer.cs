using System.Runtime.InteropServices;

namespace NeuralNet.Mpi;

/// <summary>
/// Memory that MPI reads and writes: the garbage collector does not move it, and after a failed exchange MPI may still write to it, so it
/// is never freed but only replaced by larger memory between two exchanges.
/// </summary>
internal sealed unsafe class NativeBuffer
{
    private byte* data;
    private nuint length;

    /// <summary>Returns memory of at least a number of bytes, with any content.</summary>
    public byte* OfLength(long bytes)
    {
        if ((nuint)bytes <= length)
            return data;
        data = (byte*)NativeMemory.Realloc(data, (nuint)bytes);
        length = (nuint)bytes;
        return data;
    }
}
