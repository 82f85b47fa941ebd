namespace NeuralNet.Mpi.Tests;

/// <summary>The base of tests whose jobs write their results to a folder.</summary>
public abstract class JobFolder : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("neuralnet-mpi-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected TrainingJob Result(int rank) => TrainingJob.Load(Path.Combine(Folder, $"{rank}"));
}
