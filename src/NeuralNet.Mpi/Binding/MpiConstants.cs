using System.Runtime.InteropServices;

namespace NeuralNet.Mpi;

/// <summary>
/// The constants of mpi.h that this library passes to MPI, which each ABI defines differently. Handles are addresses of symbols in Open
/// MPI, 32-bit numbers in MPICH and small addresses in the standard ABI of MPI 5; a native integer holds each of them.
/// </summary>
/// <param name="CommWorld">MPI_COMM_WORLD.</param>
/// <param name="Byte">MPI_BYTE.</param>
/// <param name="ErrorsReturn">MPI_ERRORS_RETURN.</param>
/// <param name="StatusIgnore">MPI_STATUS_IGNORE.</param>
/// <param name="ThreadSerialized">MPI_THREAD_SERIALIZED.</param>
internal sealed record MpiConstants(nint CommWorld, nint Byte, nint ErrorsReturn, nint StatusIgnore, int ThreadSerialized)
{
    /// <summary>The constants of MPICH 3 to 5 and of the libraries with its ABI.</summary>
    public static MpiConstants Mpich { get; } = new(
        CommWorld: 0x44000000, Byte: 0x4c00010d, ErrorsReturn: 0x54000001, StatusIgnore: 1, ThreadSerialized: 2);

    /// <summary>The constants of the standard ABI (MPI 5.0, chapter 20).</summary>
    public static MpiConstants Standard { get; } = new(
        CommWorld: 0x101, Byte: 0x247, ErrorsReturn: 0x142, StatusIgnore: 0, ThreadSerialized: 2048);

    /// <summary>Returns the constants of Open MPI 4 and 5 from a loaded library.</summary>
    public static MpiConstants OfOpenMpi(nint library) => new(
        NativeLibrary.GetExport(library, "ompi_mpi_comm_world"),
        NativeLibrary.GetExport(library, "ompi_mpi_byte"),
        NativeLibrary.GetExport(library, "ompi_mpi_errors_return"),
        StatusIgnore: 0,
        ThreadSerialized: 2);
}
