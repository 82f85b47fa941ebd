namespace NeuralNet.Tests;

/// <summary>Tests of files that are large, that are replaced while they are open, or that come from streams of all kinds.</summary>
public sealed class MappedFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string FilePath => Path.Combine(folder, "Größe 模型.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Loading a file only takes the memory of the parameters: 8 MB here.</summary>
    [Fact]
    public void WeightsAreCopiedOnce()
    {
        Sequential source = new Sequential(2_000, seed: 1).Dense(1_000), target = new Sequential(2_000, seed: 2).Dense(1_000);
        long size = source.Parameters.Sum(parameter => sizeof(float) * (long)parameter.Shape.Size);
        source.Save(FilePath);
        Assert.InRange(Taken(() => Model.Load(FilePath)), size, size + (1 << 20));
        Assert.InRange(Taken(() => target.LoadWeights(FilePath)), 0, 1 << 20);
        Assert.Equal(Bits.Of(source), Bits.Of(target));
    }

    [LinuxFact]
    public void AnOpenFileMayBeReplacedAndDeleted()
    {
        Sequential first = new Sequential(3, seed: 1).Dense(2), second = new Sequential(3, seed: 2).Dense(2);
        first.SaveWeights(FilePath);
        using (Safetensors opened = Safetensors.Open(FilePath))
        {
            second.SaveWeights(FilePath);
            Assert.Equal(Bits.Of(first.Parameters[0].Value), Bits.Of(opened.Read("dense/kernel")));
            File.Delete(FilePath);
            Assert.Equal(Bits.Of(first.Parameters[0].Value), Bits.Of(opened.Read("dense/kernel")));
        }

        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void ManyMayLoadAFileWhileItIsReplaced()
    {
        Sequential[] models = [.. Enumerable.Range(0, 2).Select(seed => new Sequential(40, seed).Dense(30, biasInitializer: "normal"))];
        int[][] known = [.. models.Select(Bits.Of)];
        models[0].Save(FilePath);
        Parallel.For(0, 200, i =>
        {
            if (i % 10 == 0)
                models[i / 10 % 2].Save(FilePath);
            Assert.Contains(Bits.Of(Model.Load(FilePath)), known);
        });
        Assert.Equal([FilePath], Directory.GetFiles(folder));
    }

    [Fact]
    public void AStreamNeedsNoLengthAndMayReturnPartialReads()
    {
        var model = new Sequential(3, seed: 1).Dense(2);
        byte[] file = SafetensorsBytes.Saved(model);
        Assert.Equal(Bits.Of(model), Bits.Of(Model.Load(new Drip(new Queue<byte>(file)))));
        Sequential other = new Sequential(3, seed: 2).Dense(2);
        Assert.True(other.LoadWeights(new Drip(new Queue<byte>(file))).IsComplete);
        Assert.Equal(Bits.Of(model), Bits.Of(other));
        using var behind = new MemoryStream([1, 2, 3, .. file]) { Position = 3 };
        Assert.Equal(Bits.Of(model), Bits.Of(Model.Load(behind)));
    }

    [Fact]
    public void FoldersAndMissingFilesAreTheSystemsExceptions()
    {
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => Model.Load(folder)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Model.Load(FilePath));
        var model = new Sequential(3, seed: 1).Dense(2);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => model.Save(folder)).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => model.Save(Path.Combine(folder, "absent", "x")));
    }

    [Fact]
    public void AStreamThatIsLongerThanAnArrayIsRefusedBeforeItIsRead()
    {
        string message = Assert.Throws<ModelFileException>(() => Model.Load(new Huge())).Message;
        Assert.Contains(FormattableString.Invariant($"{Array.MaxLength} bytes"), message, StringComparison.Ordinal);
        Assert.Contains("path", message, StringComparison.Ordinal);
    }

    /// <summary>16 TB without content: some systems map so much and find no header, others do not.</summary>
    [LinuxFact]
    public void AFileThatIsLongerThanTheSystemMapsIsSaidToBe()
    {
        const long Length = (1L << 44) - (1 << 13);
        using (FileStream file = File.Create(FilePath))
            file.SetLength(Length);
        Exception error = Assert.ThrowsAny<Exception>(() => Model.Load(FilePath));
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Contains(
            error is ModelFileException ? "header" : FormattableString.Invariant($"{Length} bytes, more than this system can map"),
            error.Message, StringComparison.Ordinal);
        Assert.True(error is ModelFileException or IOException, error.ToString());
        File.Delete(FilePath);
    }

    private static long Taken(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>A stream that states a length of 3 GB.</summary>
    private sealed class Huge : MemoryStream
    {
        public override long Length => 3L << 30;

        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("It was read.");
    }

    /// <summary>A stream such as a connection: no position, no length, a few bytes at a time.</summary>
    private sealed class Drip(Queue<byte> bytes) : Stream
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

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = 0;
            while (read < Math.Min(count, 7) && bytes.TryDequeue(out byte next))
                buffer[offset + read++] = next;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
