namespace NeuralNet;

/// <summary>
/// Writes a file so that at any moment, a crash or power failure included, its name stands for the old content or the new one and
/// never for a part: into a temporary file in the same folder, which is flushed to the disk and then renamed.
/// </summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        string? folder = Path.GetDirectoryName(target);
        if (Directory.Exists(target))
            throw new IOException($"'{path}' is a folder; give the name of a file in it.");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The file '{path}' cannot be written: the folder '{folder}' does not exist.");
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
