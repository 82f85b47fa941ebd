using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using StbImageSharp;

namespace NeuralNet.Images.Tests;

/// <summary>Tests that bad files are an error with their name, in little memory and time.</summary>
[Collection(nameof(HostileTests))]
public sealed class HostileTests : IDisposable
{
    private static readonly byte[] StartOfFrame = [0xFF, 0xC0], StartOfScan = [0xFF, 0xDA];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Files => [.. TestFiles.Names];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void EachTruncationIsAnError(string name)
    {
        byte[] content = TestFiles.Read(name);
        int end = name.EndsWith(".gif", StringComparison.Ordinal) ? content.Length - 1 : content.Length;
        for (int length = 0; length < end; length++)
            AssertRefused(content[..length]);
    }

    /// <summary>A changed file is a picture or an error; the memory of the decoder is freed in both cases.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void AChangedFileIsAPictureOrAnError(string name)
    {
        byte[] content = TestFiles.Read(name);
        var random = new RandomStream(7);
        int allocations = StbImage.NativeAllocations;
        for (int trial = 0; trial < 600; trial++)
        {
            byte[] changed = [.. content];
            for (int i = random.NextInt32(8); i >= 0; i--)
                changed[random.NextInt32(changed.Length)] = (byte)random.NextInt32(256);
            LoadOrRefuse(changed);
        }

        Assert.Equal(allocations, StbImage.NativeAllocations);
    }

    /// <summary>The bytes that PNG's checksums protect are changed and compressed again, so that the decoder sees them.</summary>
    [Fact]
    public void ChangedPixelsOfPngAreAPictureOrAnError()
    {
        var random = new RandomStream(8);
        for (int trial = 0; trial < 1_500; trial++)
        {
            byte[] header = Header(1 + (uint)random.NextInt32(40), 1 + (uint)random.NextInt32(40), depth: (byte)(1 << random.NextInt32(5)), (byte)random.NextInt32(7));
            header[12] = (byte)random.NextInt32(2);
            byte[] pixels = new byte[random.NextInt32(6_000)];
            foreach (ref byte value in pixels.AsSpan())
                value = (byte)random.NextInt32(random.NextInt32(8) == 0 ? 256 : 5);
            LoadOrRefuse(Png(header, [("PLTE", new byte[3 * random.NextInt32(257)]), ("tRNS", new byte[random.NextInt32(9)]), ("IDAT", Deflate(pixels))]));
        }
    }

    [Theory]
    [InlineData(100_000, 10_000)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(1 << 24, 60)]
    public void APngOfTooManyPixelsIsRefusedBeforeMemoryIsAllocated(uint width, uint height)
    {
        string message = AssertRefusedCheaply(Png(Header(width, height), [("IDAT", Deflate(new byte[100]))]));
        Assert.Contains("at most 89,478,485 pixels", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rgb.bmp", 18)]
    [InlineData("full.jpg", -1)]
    [InlineData("palette.gif", 6)]
    public void SizesBeyondTheFileAreRefusedBeforeMemoryIsAllocated(string name, int position)
    {
        byte[] content = TestFiles.Read(name);
        position = position < 0 ? content.AsSpan().IndexOf(StartOfFrame) + 5 : position;
        content.AsSpan(position, 2).Fill(0xFF);
        content.AsSpan(position + (name == "rgb.bmp" ? 4 : 2), 2).Fill(0xFF);
        AssertRefusedCheaply(content);
    }

    [Theory]
    [InlineData("rgb.png", 16, 4)]
    [InlineData("rgb.bmp", 18, 4)]
    [InlineData("palette.gif", 6, 2)]
    [InlineData("full.jpg", -1, 2)]
    public void APictureWithoutPixelsIsRefused(string name, int position, int length)
    {
        byte[] content = TestFiles.Read(name);
        content.AsSpan(position < 0 ? content.AsSpan().IndexOf(StartOfFrame) + 5 : position, length).Clear();
        Assert.Contains("no pixels", AssertRefused(content), StringComparison.Ordinal);
    }

    /// <summary>A small file whose data inflate to 200 MB.</summary>
    [Fact]
    public void DataThatInflateToMoreThanThePixelsAreRefused()
    {
        byte[] content = Png(Header(20, 14), [("IDAT", Deflate(new byte[200_000_000]))]);
        Assert.InRange(content.Length, 0, 500_000);
        Assert.Contains("more than its pixels", AssertRefusedCheaply(content), StringComparison.Ordinal);
    }

    /// <summary>The decoder would go back by negative lengths, and never end.</summary>
    [Fact]
    public void AChunkOfNegativeLengthIsRefused()
    {
        byte[] content = TestFiles.Read("rgb.png");
        content.AsSpan(33, 4).Fill(0xFF);
        content[36] = 0xF4;
        Assert.Contains("truncated", AssertRefused(content), StringComparison.Ordinal);
    }

    [Fact]
    public void KindsThatAreNotSupportedAreNamed()
    {
        byte[] arithmetic = TestFiles.Read("full.jpg"), twelve = TestFiles.Read("full.jpg"), cmyk = TestFiles.Read("cmyk.jpg"), compressed = TestFiles.Read("rgb.bmp");
        int frame = arithmetic.AsSpan().IndexOf(StartOfFrame);
        arithmetic[frame + 1] = 0xC9;
        twelve[frame + 4] = 12;
        cmyk[cmyk.AsSpan().IndexOf("Adobe"u8)] = (byte)'a';
        compressed[30] = 1;
        Assert.Contains("arithmetic", AssertRefused(arithmetic), StringComparison.Ordinal);
        Assert.Contains("12 bits per channel", AssertRefused(twelve), StringComparison.Ordinal);
        Assert.Contains("four color components", AssertRefused(cmyk), StringComparison.Ordinal);
        Assert.Contains("compressed", AssertRefused(compressed), StringComparison.Ordinal);
    }

    [Fact]
    public void ScansWithoutEndAreRefused()
    {
        byte[] content = TestFiles.Read("progressive.jpeg");
        int scan = content.AsSpan().IndexOf(StartOfScan), next = scan + 2 + content[scan + 3];
        byte[] scans = [.. Enumerable.Repeat(content[scan..next], 600).SelectMany(bytes => bytes)];
        Assert.Contains("too many scans", AssertRefused([.. content[..scan], .. scans, .. content[scan..]]), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoPictureIsRefused()
    {
        Assert.Contains("empty", AssertRefused([]), StringComparison.Ordinal);
        Assert.Contains("not those of PNG", AssertRefused(Encoding.UTF8.GetBytes("<html>not found</html>")), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Picture.Load(folder["missing.png"]));
        Assert.Throws<UnauthorizedAccessException>(() => Picture.Load(folder.Path));
        Assert.Throws<ArgumentOutOfRangeException>(() => Picture.Load(TestFiles.PathOf("rgb.png"), (ColorMode)7));
    }

    [Fact]
    public void AStreamWithoutEndIsRefused() =>
        Assert.Contains("MB", Assert.Throws<InvalidDataException>(() => Picture.Load(new EndlessStream())).Message, StringComparison.Ordinal);

    private string AssertRefused(byte[] content)
    {
        string path = folder["hostile.picture"];
        File.WriteAllBytes(path, content);
        string message = Assert.Throws<InvalidDataException>(() => Picture.Load(path)).Message;
        Assert.StartsWith($"The file '{path}' cannot be read as a picture. It", message, StringComparison.Ordinal);
        return message;
    }

    private string AssertRefusedCheaply(byte[] content)
    {
        string path = folder["hostile.picture"];
        File.WriteAllBytes(path, content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<InvalidDataException>(() => Picture.Load(path)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * content.Length + 1_000_000);
        return message;
    }

    private static void LoadOrRefuse(byte[] content)
    {
        try
        {
            Tensor picture = Picture.Load(new MemoryStream(content));
            Assert.InRange(picture.ToArray().Max(), 0, 255);
        }
        catch (InvalidDataException exception)
        {
            Assert.StartsWith("The stream cannot be read as a picture. It", exception.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Header(uint width, uint height, byte depth = 8, byte color = 2)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, color);
        return header;
    }

    private static byte[] Deflate(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var deflate = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(data);
        return stream.ToArray();
    }

    private static byte[] Png(byte[] header, (string Type, byte[] Body)[] chunks)
    {
        using var stream = new MemoryStream();
        stream.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach ((string type, byte[] body) in (IEnumerable<(string, byte[])>)[("IHDR", header), .. chunks, ("IEND", [])])
        {
            byte[] length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
            stream.Write(length);
            stream.Write(Encoding.ASCII.GetBytes(type));
            stream.Write(body);
            stream.Write([0, 0, 0, 0]);
        }

        return stream.ToArray();
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>The tests that count the allocations of the process run alone.</summary>
[CollectionDefinition(nameof(HostileTests), DisableParallelization = true)]
public sealed class HostileCollection;
