using System.Runtime.InteropServices;

namespace NeuralNet.Mpi;

/// <summary>
/// Keeps the runtime's handlers of error signals while a library is loaded and started. Communication libraries, such as UCX, install their
/// own, which end the process: a null reference, which is a SIGSEGV for the runtime, would no longer become a NullReferenceException.
/// </summary>
internal sealed unsafe class ErrorSignals : IDisposable
{
    private const int SIGILL = 4, SIGSEGV = 11;

    /// <summary>A length that the structure of sigaction(2) exceeds on no system.</summary>
    private const int MaxActionLength = 512;

    private readonly delegate* unmanaged<int, byte*, byte*, int> sigaction;
    private readonly byte* actions;

    /// <summary>Records the handlers of the signals from SIGILL to SIGSEGV, which include those of errors on all systems.</summary>
    public ErrorSignals()
    {
        sigaction = (delegate* unmanaged<int, byte*, byte*, int>)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "sigaction");
        actions = (byte*)NativeMemory.AllocZeroed((SIGSEGV + 1) * MaxActionLength);
        for (int signal = SIGILL; signal <= SIGSEGV; signal++)
            sigaction(signal, null, actions + signal * MaxActionLength);
    }

    /// <summary>Installs the recorded handlers again.</summary>
    public void Dispose()
    {
        for (int signal = SIGILL; signal <= SIGSEGV; signal++)
            sigaction(signal, actions + signal * MaxActionLength, null);
        NativeMemory.Free(actions);
    }
}
