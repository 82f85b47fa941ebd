namespace NeuralNet.Data.Tests;

/// <summary>A folder that is deleted with its files.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("neuralnet-data-").FullName;

    public string this[string file] => Path.Combine(path, file);

    public void Dispose() => Directory.Delete(path, recursive: true);
}
