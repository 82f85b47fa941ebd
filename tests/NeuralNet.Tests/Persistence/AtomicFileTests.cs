namespace NeuralNet.Tests;

/// <summary>A file is replaced whole or not at all, and nothing is left beside it.</summary>
public class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string FilePath => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

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
    public void FoldersAreToldFromFiles()
    {
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => AtomicFile.Write(folder, _ => { })).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(folder, "absent", "x"), _ => { }));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }
}
