using System.IO.MemoryMappedFiles;

namespace NeuralNet;

/// <summary>The bytes of a file, any stretch of which can be looked at without reading the others.</summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>What a message calls the file.</summary>
    public abstract string Description { get; }

    public abstract long Length { get; }

    /// <summary>The bytes from an offset on. They may be looked at until the source is disposed.</summary>
    public abstract ReadOnlySpan<byte> Slice(long offset, int length);

    public virtual void Dispose()
    {
    }

    /// <summary>A file mapped into memory: it costs address space, and a read of the disk only where it is looked at.</summary>
    /// <exception cref="IOException">The path is that of a folder, or the file cannot be opened.</exception>
    public static ByteSource Map(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; give the name of a file in it.");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return file.Length == 0 ? new InMemory(ReadOnlyMemory<byte>.Empty, Name(path)) : new Mapped(file, Name(path));
    }

    /// <summary>What is left of a stream, read into memory as it comes.</summary>
    public static ByteSource Read(Stream stream)
    {
        using var buffer = new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, Array.MaxLength) : 0);
        stream.CopyTo(buffer);
        return new InMemory(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), "The stream");
    }

    private static string Name(string path) => $"The file '{path}'";

    private sealed class InMemory(ReadOnlyMemory<byte> bytes, string description) : ByteSource
    {
        public override string Description => description;

        public override long Length => bytes.Length;

        public override ReadOnlySpan<byte> Slice(long offset, int length) => bytes.Span.Slice((int)offset, length);
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
            file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            view = file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
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
