using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NeuralNet;

/// <summary>
/// Writes files atomically, for programs that export models: at any moment, a crash or power failure included, the name of the file stands
/// for the old content or the new one and never for a part.
/// </summary>
/// <remarks>
/// The content is written to a temporary file in the same folder, which is flushed to the disk and then renamed. A process that is killed
/// during the write leaves the temporary file behind; the next write of the same name deletes it.
/// </remarks>
public static class AtomicFile
{
    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdef");

    private const string Ending = ".tmp";

    /// <summary>In a temporary name, the number of the process in hexadecimal digits, and behind it a number of the file's own.</summary>
    private const int ProcessLength = 8, TagLength = ProcessLength + 32;

    private const int BufferLength = 1 << 16;

    /// <summary>The maximum number of bytes of the target's name in a temporary name; most systems limit names to 255 bytes.</summary>
    private const int MaxStemLength = 200;

    /// <summary>Writes a file, in place of one of the same name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content to the stream that it is given. If it throws, an existing file stays as it was.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written, its folder does not exist, or the path is that of a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = FinalTarget(path);
        string? folder = Path.GetDirectoryName(target);
        if (Directory.Exists(target))
            throw new IOException($"'{path}' is a folder; give the name of a file in it.");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The file '{path}' cannot be written: the folder '{folder}' does not exist.");
        if (IsDevice(target))
        {
            WriteInPlace(target, write);
            return;
        }

        DeleteLeftovers(target);
        string temporary = TemporaryName(target);
        try
        {
            WriteAndRename(temporary, target, write);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        FolderFlush.TryFlush(folder);
    }

    /// <summary>
    /// Creates an empty file beside another one, for content that is needed until the stream is closed. The file is deleted even if the
    /// process is killed.
    /// </summary>
    internal static FileStream OpenTemporary(string path)
    {
        string temporary = TemporaryName(FinalTarget(path));
        var stream = new FileStream(
            temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, BufferLength, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
            TryDelete(temporary);
        return stream;
    }

    /// <summary>Deletes the temporary files of interrupted writes of this name, but not those of writes in progress.</summary>
    internal static void DeleteLeftovers(string path)
    {
        string target = FinalTarget(path), stem = Stem(target);
        try
        {
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, "*" + Ending))
            {
                if (TagOf(Path.GetFileName(file), stem) is { } tag && !IsInUse(file, tag))
                    TryDelete(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Leftovers are harmless; the write that follows shows whether the folder is writable.
        }
    }

    /// <summary>Writes and renames the file, which stays open until it has its name, so that it is detected as in use.</summary>
    private static void WriteAndRename(string temporary, string target, Action<Stream> write)
    {
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Delete);
        if (!OperatingSystem.IsWindows() && File.Exists(target))
            File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
        write(stream);
        stream.Flush(flushToDisk: true);
        File.Move(temporary, target, overwrite: true);
    }

    private static void WriteInPlace(string device, Action<Stream> write)
    {
        using var stream = new FileStream(device, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        write(stream);
    }

    /// <summary>Returns the file that a path leads to: a link stays, and its target is replaced.</summary>
    private static string FinalTarget(string path)
    {
        string full = Path.GetFullPath(path);
        return !IsDevice(full) && new FileInfo(full).LinkTarget is not null
            ? File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName
            : full;
    }

    /// <summary>
    /// Returns whether the path is a device such as /dev/null, which is written to: replacing a device would remove it from the whole
    /// system.
    /// </summary>
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && Path.GetDirectoryName(path) == "/dev" && File.Exists(path);

    private static string TemporaryName(string target) => Path.Combine(
        Path.GetDirectoryName(target)!, $"{Stem(target)}.{Environment.ProcessId:x8}{Guid.NewGuid():N}{Ending}");

    private static string Stem(string path)
    {
        string stem = Path.GetFileName(path);
        while (Encoding.UTF8.GetByteCount(stem) > MaxStemLength)
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        return stem;
    }

    /// <summary>Returns the tag of a temporary name with this stem; null if the name is not such a name.</summary>
    private static string? TagOf(string name, string stem)
    {
        bool isTemporary = name.Length == stem.Length + 1 + TagLength + Ending.Length
            && name.StartsWith(stem + ".", StringComparison.Ordinal)
            && name.AsSpan(stem.Length + 1, TagLength).IndexOfAnyExcept(HexadecimalDigits) < 0;
        return isTemporary ? name.Substring(stem.Length + 1, TagLength) : null;
    }

    /// <summary>Returns whether a file is being written: it is then locked or, between its creation and the lock, empty.</summary>
    private static bool IsInUse(string path, string tag)
    {
        try
        {
            if (new FileInfo(path).Length == 0)
                return IsRunning(int.Parse(tag.AsSpan(0, ProcessLength), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A leftover is harmless; hiding the reason of the failed write would not be.
        }
    }
}
