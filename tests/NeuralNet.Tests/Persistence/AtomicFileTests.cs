using System.Runtime.Versioning;

namespace NeuralNet.Tests;

/// <summary>Tests that a file is replaced completely or not at all, and that no temporary files remain.</summary>
public class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string FilePath => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AnEmptyPathIsNamed()
    {
        Model model = new Sequential(2).Dense(1);
        Assert.Throws<ArgumentException>("path", () => model.Save(""));
        Assert.Throws<ArgumentException>("path", () => Model.Load(""));
        Assert.Throws<ArgumentException>("path", () => model.SaveWeights(""));
        Assert.Throws<ArgumentException>("path", () => model.LoadWeights(""));
        Assert.Throws<ArgumentNullException>("path", () => model.Save((string)null!));
    }

    [Fact]
    public void AFailureHalfwayLeavesTheOldFile()
    {
        File.WriteAllText(FilePath, "old");
        Assert.Throws<InvalidTimeZoneException>(() => AtomicFile.Write(FilePath, stream =>
        {
            stream.Write("ne"u8);
            stream.Flush();
            throw new InvalidTimeZoneException();
        }));
        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(folder));
    }

    [Fact]
    public void TheNameStandsForTheOldFileUntilTheNewOneIsComplete()
    {
        File.WriteAllText(FilePath, "old");
        AtomicFile.Write(FilePath, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(FilePath));
        });
        Assert.Equal("new", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(folder));
    }

    [Fact]
    public void FoldersAreDistinguishedFromFiles()
    {
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => AtomicFile.Write(folder, _ => { })).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(folder, "absent", "x"), _ => { }));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void OnlyTheLeftoversOfAKilledProcessAreDeleted()
    {
        const string NoProcess = "7fffffff";
        string Tag(string process) => $"{process}{Guid.NewGuid():N}";
        string own = $"{Environment.ProcessId:x8}";
        string[] others = [.. new[] { "model.safetensors.old.tmp", $"other.{Tag(own)}.tmp", $"model.safetensors.{Tag(own)}", "x.tmp" }
            .Select(name => Path.Combine(folder, name))];
        string[] leftovers = [.. Enumerable.Range(0, 3).Select(_ => $"{FilePath}.{Tag(own)}.tmp")];
        foreach (string file in others.Concat(leftovers))
            File.WriteAllText(file, "half");

        // Empty ones may just have been made, unless the process that made them is gone.
        File.WriteAllText($"{FilePath}.{Tag(NoProcess)}.tmp", "");
        others = [.. others, $"{FilePath}.{Tag(own)}.tmp"];
        File.WriteAllText(others[^1], "");
        AtomicFile.Write(FilePath, stream => stream.Write("new"u8));
        Assert.Equal(others.Append(FilePath).Order(), Directory.GetFiles(folder).Order());
    }

    [Fact]
    public void WritesAtTheSameTimeDoNotDisturbEachOther()
    {
        AtomicFile.Write(FilePath, stream =>
        {
            stream.Write("outer"u8);
            AtomicFile.Write(FilePath, inner => inner.Write("inner"u8));
            Assert.Equal("inner", File.ReadAllText(FilePath));
        });
        Assert.Equal("outer", File.ReadAllText(FilePath));
        Parallel.For(0, 100, i => AtomicFile.Write(FilePath, stream => stream.Write(new byte[10_000 + i])));
        Assert.InRange(new FileInfo(FilePath).Length, 10_000, 10_099);
        Assert.Equal([FilePath], Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with a space and [brackets] *?")]
    [InlineData("Größe-模型-🙂.safetensors")]
    [InlineData("ending.tmp")]
    public void NamesMayHaveAnyLetters(string name) => AssertWritten(Path.Combine(folder, name));

    /// <summary>Names of 255 bytes, the maximum of file systems, with letters of one, two and four bytes.</summary>
    [Fact]
    public void NamesMayBeAsLongAsTheSystemTakesThem()
    {
        AssertWritten(Path.Combine(folder, new string('n', 255)));
        AssertWritten(Path.Combine(folder, new string('ä', 127)));
        AssertWritten(Path.Combine(folder, string.Concat(Enumerable.Repeat("🙂", 63))));
    }

    [Fact]
    public void PathsMayBeRelative() => AssertWritten(Path.GetRelativePath(Environment.CurrentDirectory, FilePath));

    [LinuxFact]
    public void ALinkRemainsAndItsTargetIsReplaced()
    {
        File.WriteAllText(FilePath, "old");
        string link = Path.Combine(folder, "latest");
        File.CreateSymbolicLink(link, FilePath);
        AtomicFile.Write(link, stream => stream.Write("new"u8));
        Assert.Equal(FilePath, new FileInfo(link).LinkTarget);
        Assert.Equal("new", File.ReadAllText(FilePath));
        Assert.Equal([link, FilePath], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
    }

    [LinuxFact]
    [SupportedOSPlatform("linux")]
    public void WhoMayReadTheOldFileMayReadTheNewOne()
    {
        File.WriteAllText(FilePath, "old");
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AtomicFile.Write(FilePath, stream => stream.Write("new"u8));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [LinuxFact]
    public void AFolderThatCannotBeWrittenToIsTheSystemsException()
    {
        Exception exception = Assert.ThrowsAny<Exception>(() => AtomicFile.Write("/proc/model.safetensors", _ => { }));
        Assert.True(exception is IOException or UnauthorizedAccessException, $"{exception}");
    }

    [LinuxFact]
    public void TheFolderIsFlushedToo()
    {
        Assert.True(FolderFlush.TryFlush(folder));
        Assert.False(FolderFlush.TryFlush(Path.Combine(folder, "absent")));
    }

    private static void AssertWritten(string path)
    {
        AtomicFile.Write(path, stream => stream.Write("old"u8));
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        File.Delete(path);
    }
}
