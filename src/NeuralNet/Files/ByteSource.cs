using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace NeuralNet;

/// <summary>The bytes of a file, any range of which can be accessed without reading the others.</summary>
internal abstract class ByteSource : IDisposable
{
    private const int ChunkLength = 1 << 16;

    /// <summary>The name of the source in messages.</summary>
    public abstract string Description { get; }

    public abstract long Length { get; }

    /// <summary>Returns bytes from an offset on, which are valid until the source is disposed.</summary>
    public abstract ReadOnlySpan<byte> Slice(long offset, int length);

    /// <summary>Opens all bytes as a stream that can seek, which is valid until the source is disposed.</summary>
    public abstract Stream OpenStream();

    /// <summary>Announces the use of a range of a mapped file, which affects only the speed.</summary>
    public virtual void Advise(long offset, long length, MemoryAdvice advice)
    {
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Maps a file into memory, which takes address space; the disk is read only for the bytes that are accessed.</summary>
    /// <exception cref="IOException">
    /// The path is that of a folder, or the file cannot be opened or is longer than can be mapped.
    /// </exception>
    public static ByteSource Map(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; give the name of a file in it.");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return file.Length == 0 ? new InMemory(ArraySegment<byte>.Empty, Name(path)) : new Mapped(file, Name(path));
    }

    /// <summary>Creates a source of bytes in memory.</summary>
    public static ByteSource Of(byte[] bytes, string description) => new InMemory(new ArraySegment<byte>(bytes), description);

    /// <summary>Reads the rest of a stream into memory.</summary>
    /// <exception cref="ModelFileException">The stream is longer than the maximum length of an array.</exception>
    public static ByteSource Read(Stream stream)
    {
        long expected = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        using var buffer = new MemoryStream(expected <= Array.MaxLength ? (int)expected : throw TooLong());
        byte[] chunk = new byte[ChunkLength];
        while (stream.Read(chunk) is > 0 and int count)
        {
            if (buffer.Length > Array.MaxLength - count)
                throw TooLong();
            buffer.Write(chunk, 0, count);
        }

        return new InMemory(new ArraySegment<byte>(buffer.GetBuffer(), 0, (int)buffer.Length), "The stream");
    }

    private static ModelFileException TooLong() => new(
        string.Create(CultureInfo.InvariantCulture,
            $"The stream cannot be read: it has more than the {Array.MaxLength} bytes that are read into "
            + $"memory. Give the path of the file instead, of which nothing is read before it is needed."));

    private static string Name(string path) => $"The file '{path}'";

    private sealed class InMemory(ArraySegment<byte> bytes, string description) : ByteSource
    {
        public override string Description => description;

        public override long Length => bytes.Count;

        public override ReadOnlySpan<byte> Slice(long offset, int length) => bytes.AsSpan((int)offset, length);

        public override Stream OpenStream() => new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
    }

    private sealed unsafe class Mapped : ByteSource
    {
        private readonly MemoryMappedFile file;
        private readonly MemoryMappedViewAccessor view;
        private byte* start;

        public Mapped(FileStream stream, string description)
        {
            Length = stream.Length;
            Description = description;
            file = MemoryMappedFile.CreateFromFile(
                stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            view = View(file, Length, description);
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            start += view.PointerOffset;
        }

        public override string Description { get; }

        public override long Length { get; }

        public override ReadOnlySpan<byte> Slice(long offset, int length)
        {
            ObjectDisposedException.ThrowIf(start is null, typeof(Safetensors));
            if (offset < 0 || length < 0 || offset > Length - length)
                throw new ArgumentOutOfRangeException(nameof(offset));
            return new ReadOnlySpan<byte>(start + offset, length);
        }

        public override Stream OpenStream() =>
            new UnmanagedMemoryStream(view.SafeMemoryMappedViewHandle, view.PointerOffset, Length, FileAccess.Read);

        public override void Advise(long offset, long length, MemoryAdvice advice)
        {
            if (start is not null && offset >= 0 && length >= 0 && offset <= Length - length)
                MappedMemory.Advise(start + offset, length, advice);
        }

        private static MemoryMappedViewAccessor View(MemoryMappedFile file, long length, string description)
        {
            try
            {
                return file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            }
            catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException or OutOfMemoryException)
            {
                file.Dispose();
                throw new IOException(string.Create(CultureInfo.InvariantCulture,
                    $"{description} has {length} bytes, more than this system can map "
                    + $"into memory."), exception);
            }
        }

        public override void Dispose()
        {
            if (start is null)
                return;
            start = null;
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            file.Dispose();
        }
    }
}
