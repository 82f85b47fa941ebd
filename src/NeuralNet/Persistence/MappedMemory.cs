using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>
/// Announces the use of mapped memory to the system, for which .NET has no method. The announcement affects only the speed; Windows has
/// none.
/// </summary>
internal static unsafe partial class MappedMemory
{
    public static void Advise(byte* start, long length, MemoryAdvice advice)
    {
        if (OperatingSystem.IsWindows())
            return;
        nuint offset = (nuint)start % (nuint)Environment.SystemPageSize;
        try
        {
            _ = Advise(start - offset, (nuint)length + offset, (int)advice);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Without the function, the file is read as usual.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* start, nuint length, int advice);
}
