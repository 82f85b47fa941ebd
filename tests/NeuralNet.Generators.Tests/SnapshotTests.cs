namespace NeuralNet.Generators.Tests;

/// <summary>
/// Compares the code that is generated for a class of each kind with the files in Snapshots, which APPROVE_SNAPSHOTS=1 records. The code
/// compiles without a warning, including its documentation.
/// </summary>
public class SnapshotTests
{
    /// <summary>Classes of a program, against the library's public types.</summary>
    [Theory]
    [InlineData("Affine")]
    [InlineData("Momentum")]
    [InlineData("Score")]
    [InlineData("Bend")]
    [InlineData("Distance")]
    [InlineData("Parts")]
    [InlineData("EveryType")]
    [InlineData("ByHand")]
    [InlineData("Watcher")]
    public void OfAProgram(string name) => AssertApproved(name, Generated.Text(Generated.Program(Folder.Source(name))));

    /// <summary>Classes of the library, beside a model of its base types: registries and ready-made objects.</summary>
    [Fact]
    public void OfTheLibrary() =>
        AssertApproved("Library", Generated.Text(Generated.Library(Folder.Source("LibraryKinds"), Folder.Source("Library"))));

    private static void AssertApproved(string name, string actual)
    {
        string path = Folder.PathOf("Snapshots", $"{name}.approved.txt");
        if (Environment.GetEnvironmentVariable("APPROVE_SNAPSHOTS") == "1")
            File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
