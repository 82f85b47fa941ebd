using System.Buffers.Binary;
using System.IO.Compression;

namespace NeuralNet.Tests;

public sealed class IdxFileTests : IDisposable
{
    private const double ImageSum = 642330, LastImageSum = 32351;

    private readonly string folder = Directory.CreateTempSubdirectory("neuralnet").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The sums and pixels were computed by NumPy from the files.</summary>
    [Fact]
    public void ImagesAndLabelsAreRead()
    {
        Tensor images = IdxFile.Read(FileOf("letters-images-idx3-ubyte.gz")), labels = IdxFile.Read(FileOf("letters-labels-idx1-ubyte"));
        Assert.Equal([20, 28, 28], images.Shape);
        Assert.Equal(ImageSum, images.ToArray().Sum(pixel => (double)pixel));
        Assert.Equal(LastImageSum, images.Row(19).ToArray().Sum(pixel => (double)pixel));
        Assert.Equal(Line14OfImage3, images.Row(3).Slice(14 * 28, 28).ToArray());
        Assert.Equal([20], labels.Shape);
        Assert.Equal(Labels, labels.ToArray());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void StreamsAreReadFromTheirPosition(bool isCompressed, bool canSeek)
    {
        byte[] content = Content(0x0B, [2, 2], [0x00, 0x01, 0xFF, 0xFF, 0x7F, 0xFF, 0x80, 0x00]);
        byte[] bytes = [9, 9, 9, .. isCompressed ? Compressed(content) : content];
        using var stream = new MemoryStream(bytes) { Position = 3 };
        Tensor tensor = IdxFile.Read(canSeek ? stream : new Unseekable(stream));
        Assert.Equal([2, 2], tensor.Shape);
        Assert.Equal([1, -1, 32767, -32768], tensor.ToArray());
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void EveryTypeIsRead()
    {
        Check(0x08, [0x00, 0x7F, 0x80, 0xFF], 0, 127, 128, 255);
        Check(0x09, [0x00, 0x7F, 0x80, 0xFF], 0, 127, -128, -1);
        Check(0x0B, [0x01, 0x00, 0xFF, 0x00], 256, -256);
        Check(0x0C, [0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00], 16777215, -16777216);
        Check(0x0D, [0x3F, 0xC0, 0x00, 0x00, 0xFF, 0x80, 0x00, 0x00], 1.5f, float.NegativeInfinity);
        Check(0x0E, [0x3F, 0xD5, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xC0, 0, 0, 0, 0, 0, 0, 0], 1 / 3f, -2);

        static void Check(byte type, byte[] elements, params float[] expected) =>
            Assert.Equal(expected, IdxFile.Read(new MemoryStream(Content(type, [expected.Length], elements))).ToArray());
    }

    /// <summary>The last 8 bytes are the checksum and the length, those before them the end of the stream.</summary>
    [Fact]
    public void CompressedContentIsReadToItsChecksum()
    {
        byte[] bytes = Compressed(Content(0x08, [4], [1, 2, 3, 4]));
        for (int missing = 1; missing <= 9; missing++)
            Assert.Contains("truncated", Assert.Throws<InvalidDataException>(() => IdxFile.Read(new MemoryStream(bytes[..^missing]))).Message, StringComparison.Ordinal);
    }

    /// <summary>More elements than are converted at a time, and than memory is taken for at first.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LongContentIsReadInParts(bool isCompressed)
    {
        const int Count = 3_000_001;
        byte[] elements = new byte[2 * Count];
        for (int i = 0; i < Count; i++)
            BinaryPrimitives.WriteInt16BigEndian(elements.AsSpan(2 * i), (short)(i * 31));
        byte[] content = Content(0x0B, [Count], elements);
        Tensor tensor = IdxFile.Read(new MemoryStream(isCompressed ? Compressed(content) : content));
        Assert.Equal(Count, tensor.Length);
        for (int i = 0; i < Count; i += 997)
            Assert.Equal((short)(i * 31), tensor[i]);
        Assert.Equal(unchecked((short)((Count - 1) * 31)), tensor[Count - 1]);
    }

    [Fact]
    public void DamagedContentIsRefused()
    {
        byte[] right = Content(0x08, [2, 3], [1, 2, 3, 4, 5, 6]);
        Refuses([], "ends at byte 0, within the header");
        Refuses(right[..11], "ends at byte 11, within the header");
        Refuses(right[..^1], "2×3 elements of type UnsignedByte take 6 bytes from byte 12 on", "truncated");
        Refuses([.. right, 7], "take 6 bytes", "7 follow, 1 too many");
        BadInput.Refuses<InvalidDataException>(
            () => IdxFile.Read(new MemoryStream(Compressed([.. right, 7]))), "end at byte 18, and more bytes follow");
        Refuses([0x89, 0x50, 0x4E, 0x47, .. right], "begins with the bytes 89504E", "08, 09, 0B, 0C, 0D or 0E");
        Refuses([1, .. right[1..]], "begins with the bytes 010008");
        Refuses(Content(0x0A, [1], [1]), "begins with the bytes 00000A");
        Refuses(Content(0x08, [], [1]), "the number of axes, at byte 3, is 0", "from 1 to 64");
        Refuses([0, 0, 8, 255, .. new byte[2000]], "the number of axes, at byte 3, is 255");
        Refuses(Content(0x08, [5, 0], []), "the size of axis 1, at byte 8, is 0");
        Refuses(Content(0x08, [-1], [1]), "the size of axis 0, at byte 4, is 4294967295");
        Refuses(Content(0x08, [65536, 65536], [1]), "65536×65536", "more elements than one tensor can hold");
        Refuses(Content(0x08, [.. Enumerable.Repeat(int.MaxValue, 64)], [1]), "more elements than one tensor can hold");
        Refuses(Content(0x0C, [2], [0, 0, 0, 1, 1, 0, 0, 1]), "element 1, at byte 12", "2²⁴");
        Refuses(Content(0x0E, [1], [0x7F, 0xE0, 0, 0, 0, 0, 0, 0]), "element 0, at byte 8", "3.4E+38");
    }

    /// <summary>Every length of a compressed file but the whole one is an error, the checksum at its end included.</summary>
    [Fact]
    public void TruncatedCompressionIsRefused()
    {
        byte[] whole = File.ReadAllBytes(FileOf("letters-images-idx3-ubyte.gz"));
        for (int length = 0; length < whole.Length; length += length < whole.Length - 40 ? 97 : 1)
            RefusesFile(whole[..length]);
        byte[] changed = [.. whole];
        changed[whole.Length / 2] ^= 4;
        RefusesFile(changed);
    }

    /// <summary>A file that claims two thousand million elements costs what it has.</summary>
    [Fact]
    public void MemoryIsNotTakenForClaims()
    {
        byte[] content = Content(0x0E, [2_000_000_000], new byte[80]), compressed = Compressed(content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(content, "take 16000000000 bytes from byte 8 on; 80 follow");
        RefusesFile(compressed, "take 16000000000 bytes from byte 8 on", "ends at byte 88");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void FilesThatCannotBeOpenedAreReported()
    {
        Assert.Throws<FileNotFoundException>(() => IdxFile.Read(Path.Combine(folder, "absent")));
        Assert.Throws<ArgumentException>(() => IdxFile.Read(""));
        Assert.Throws<ArgumentNullException>(() => IdxFile.Read((Stream)null!));
    }

    private static void Refuses(byte[] content, params string[] said)
    {
        InvalidDataException exception = BadInput.Refuses<InvalidDataException>(() => IdxFile.Read(new MemoryStream(content)), said);
        Assert.StartsWith("The stream cannot be read as IDX: ", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => IdxFile.Read(new Unseekable(new MemoryStream(content))));
        Assert.Throws<InvalidDataException>(() => IdxFile.Read(new MemoryStream(Compressed(content))));
    }

    private void RefusesFile(byte[] bytes, params string[] said)
    {
        string path = Path.Combine(folder, "some-idx");
        File.WriteAllBytes(path, bytes);
        BadInput.Refuses<InvalidDataException>(() => IdxFile.Read(path), [$"The file '{path}' cannot be read as IDX", .. said]);
    }

    private static float[] Labels => [1, 7, 0, 3, 8, 4, 5, 6, 9, 0, 8, 2, 5, 7, 9, 4, 2, 5, 1, 6];

    private static float[] Line14OfImage3 => [
        0, 0, 0, 0, 0, 0, 232, 19, 0, 5, 1, 156, 136, 0, 127, 168, 0, 10, 1, 46, 230, 0, 0, 0, 0, 0, 0, 0,
    ];

    private static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, "Data", "Files", name);

    private static byte[] Content(byte type, int[] sizes, byte[] elements) =>
        [0, 0, type, (byte)sizes.Length, .. sizes.SelectMany(BigEndian), .. elements];

    private static byte[] BigEndian(int number)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Compressed(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }

    /// <summary>A stream without a length that gives few bytes at a time, as a network does.</summary>
    private sealed class Unseekable(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 5));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
