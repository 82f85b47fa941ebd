namespace NeuralNet.Mpi.Tests;

/// <summary>Tests that the processes of a job train, evaluate and predict like one process.</summary>
[Trait("Category", "Slow")]
public sealed class TrainingTests : JobFolder
{
    [MpiTheory]
    [InlineData(MpiJob.OpenMpi, 2, "dense")]
    [InlineData(MpiJob.OpenMpi, 4, "normalization")]
    [InlineData(MpiJob.Mpich, 2, "normalization")]
    [InlineData(MpiJob.Mpich, 4, "dropout")]
    public void RanksTrainLikeOneProcess(string mpi, int ranks, string variant)
    {
        TrainingJob expected = TrainingJob.Run(variant, seed: 3, strategy: null);
        MpiJob.Run(mpi, ranks, "train", Folder, variant);
        for (int rank = 0; rank < ranks; rank++)
        {
            TrainingJob actual = Result(rank);
            Assert.Equal(Bits.Of(Result(0).Weights), Bits.Of(actual.Weights));
            Assert.Equal(Result(0).Figures, actual.Figures);
            Assert.Equal(Bits.Of(Result(0).Predictions), Bits.Of(actual.Predictions));
            Close.To(Array.ConvertAll(expected.Weights, value => (double)value), actual.Weights, 1e-6, "weights");
            Close.To(expected.Figures, Array.ConvertAll(actual.Figures, value => (float)value), 2e-6, "figures");
            Close.To(Array.ConvertAll(expected.Predictions, value => (double)value), actual.Predictions, 1e-6, "predictions");
        }
    }

    /// <summary>Sums are computed in the order of the ranks, whatever MPI does.</summary>
    [MpiTheory]
    [InlineData(4, "normalization")]
    public void EveryMpiGivesTheSameBits(int ranks, string variant)
    {
        MpiJob.Run(MpiJob.OpenMpi, ranks, "train", Folder, variant);
        TrainingJob expected = Result(0);
        MpiJob.Run(MpiJob.Mpich, ranks, "train", Folder, variant);
        TrainingJob actual = Result(0);
        Assert.Equal(Bits.Of(expected.Weights), Bits.Of(actual.Weights));
        Assert.Equal(expected.Figures, actual.Figures);
        Assert.Equal(Bits.Of(expected.Predictions), Bits.Of(actual.Predictions));
    }

    /// <summary>With deterministic sums, the number of processes does not change a bit.</summary>
    [MpiTheory]
    [InlineData("normalization")]
    [InlineData("dropout")]
    public void AnyNumberOfProcessesGivesTheSameBits(string variant)
    {
        MpiJob.RunAlone("train", Folder, variant, "deterministic");
        TrainingJob expected = Result(0);
        Close.To(TrainingJob.Run(variant, seed: 3, strategy: null).Figures, Array.ConvertAll(expected.Figures, value => (float)value), 2e-6, "figures");
        foreach ((string mpi, int ranks) in new[] { (MpiJob.OpenMpi, 2), (MpiJob.Mpich, 2), (MpiJob.Mpich, 4) })
        {
            MpiJob.Run(mpi, ranks, "train", Folder, variant, "deterministic");
            for (int rank = 0; rank < ranks; rank++)
            {
                TrainingJob actual = Result(rank);
                Assert.Equal(Bits.Of(expected.Weights), Bits.Of(actual.Weights));
                Assert.Equal(expected.Figures, actual.Figures);
                Assert.Equal(Bits.Of(expected.Predictions), Bits.Of(actual.Predictions));
            }
        }
    }

    [MpiFact]
    public void ThreeProcessesCannotShareFourGroups()
    {
        (int exitCode, string output) = MpiJob.TryRun(MpiJob.Mpich, 3, "train", Folder, "dense", "deterministic");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("it needs 1, 2 or 4 processes; there are 3.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void AProcessThatWasStartedAloneTrainsWithoutMpi()
    {
        TrainingJob expected = TrainingJob.Run("dropout", seed: 3, strategy: null);
        MpiJob.RunAlone("train", Folder, "dropout");
        Assert.Equal(Bits.Of(expected.Weights), Bits.Of(Result(0).Weights));
        Assert.Equal(expected.Figures, Result(0).Figures);
        Assert.Equal(Bits.Of(expected.Predictions), Bits.Of(Result(0).Predictions));
    }
}
