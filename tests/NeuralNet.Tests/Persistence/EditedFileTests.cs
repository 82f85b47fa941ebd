namespace NeuralNet.Tests;

/// <summary>
/// Tests of files of this library that another tool has edited. Changed weights cannot be distinguished from damaged ones, so such a file
/// is refused, and the message describes how to load it.
/// </summary>
[Trait("Category", "Slow")]
public sealed class EditedFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [PythonFact("json")]
    public void TheChecksumFindsTheEditAndWithoutItTheFileIsRead()
    {
        Sequential model = NewModel();
        model.Save(path);
        Edit("--keep-metadata");
        foreach (Action load in (Action[])[() => Model.Load(path), () => NewModel().LoadWeights(path)])
            Assert.Contains("take 'checksum' out of its metadata", Assert.Throws<ModelFileException>(load).Message, StringComparison.Ordinal);

        model.Save(path);
        Edit("--keep-metadata", "--drop-checksum");
        AssertIsEdited(Model.Load(path));
        Sequential other = NewModel();
        Assert.True(other.LoadWeights(path).IsComplete);
        AssertIsEdited(other);
    }

    /// <summary>Python's safetensors omits the metadata unless they are passed.</summary>
    [PythonFact("json")]
    public void WithoutMetadataTheWeightsCanBeLoaded()
    {
        NewModel().Save(path);
        Edit();
        Assert.Contains("LoadWeights", Assert.Throws<ModelFileException>(() => Model.Load(path)).Message, StringComparison.Ordinal);
        Sequential other = NewModel();
        Assert.True(other.LoadWeights(path).IsComplete);
        AssertIsEdited(other);
    }

    /// <summary>All entries of a file are known; an unknown entry instead of the checksum is damage.</summary>
    [Fact]
    public void EveryFileIsReadWithoutItsChecksumUnlessSomethingUnknownIsThere()
    {
        Sequential model = NewModel();
        model.Labels = ["a", "b"];
        model.FeatureNames = ["x", "y", "z"];
        model.Compile("adam", "mse");
        model.Fit(new Tensor([4, 3]), new Tensor([4, 2]), epochs: 1, verbose: Verbosity.Silent);
        byte[] file = SafetensorsBytes.Edited(SafetensorsBytes.Saved(model), Checksum.Key, _ => null);
        Assert.Equal(Bits.Of(model), Bits.Of(SafetensorsBytes.Load(file)));
        byte[] damaged = SafetensorsBytes.Edited(file, "checksun", _ => "01234567");
        Assert.Contains("unknown key 'checksun'", Assert.Throws<ModelFileException>(() => SafetensorsBytes.Load(damaged)).Message, StringComparison.Ordinal);
    }

    private static Sequential NewModel() => new Sequential(3, seed: 4).Dense(2);

    private static void AssertIsEdited(Model model)
    {
        Assert.All(model.Parameters[0].Value.ToArray(), value => Assert.Equal(1, value));
        Assert.All(model.Parameters[1].Value.ToArray(), value => Assert.Equal(0, value));
    }

    private void Edit(params string[] flags) => ChildProcess.Run(
        ExternalTools.PythonWith("json")!, [Path.Combine(AppContext.BaseDirectory, "Tools", "edit_safetensors.py"), path, "dense/kernel", .. flags]);
}
