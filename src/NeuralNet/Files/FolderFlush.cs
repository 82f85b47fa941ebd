using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>
/// Flushes the names of the files of a folder to the disk. On Unix a renamed file can have its old name again after a power failure unless
/// the folder too was flushed, for which .NET has no method; Windows keeps a journal of names itself.
/// </summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>
    /// Flushes the folder and returns whether that succeeded; if the system or the file system does not support it, only the guarantee is
    /// lost.
    /// </summary>
    public static bool TryFlush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return false;
        try
        {
            int descriptor = Open(folder, ReadOnly);
            if (descriptor < 0)
                return false;
            bool isDone = Synchronize(descriptor) == 0;
            _ = Close(descriptor);
            return isDone;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
