namespace NeuralNet.Mpi.Tests;

/// <summary>Tests that a process finds the library of the program that started it, and the other processes.</summary>
[Trait("Category", "Slow")]
public sealed class WorldTests : JobFolder
{
    [MpiTheory]
    [InlineData(MpiJob.OpenMpi, 2, "Open MPI v")]
    [InlineData(MpiJob.Mpich, 4, "MPICH Version: ")]
    public void TheLibraryIsThatOfTheLauncher(string mpi, int ranks, string library)
    {
        string output = MpiJob.Run(mpi, ranks, "world", Folder);
        for (int rank = 0; rank < ranks; rank++)
            Assert.Contains($"rank {rank} of {ranks}, {library}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void AProcessAloneIsRankZeroOfOne() =>
        Assert.Contains("rank 0 of 1, no MPI", MpiJob.RunAlone("world", Folder), StringComparison.Ordinal);

    [MpiTheory]
    [InlineData("libmpi.so.40")]
    [InlineData("libmpich.so.12")]
    public void AnyLibraryWorksForOneProcess(string library) =>
        Assert.Contains("rank 0 of 1, ", MpiJob.RunAlone("library", Folder, library), StringComparison.Ordinal);

    [MpiTheory]
    [InlineData(MpiJob.OpenMpi, "libmpich.so.12", "mpirun of Open MPI started 2 processes, but the library (MPICH Version: ")]
    [InlineData(MpiJob.Mpich, "libmpi.so.40", "mpirun of MPICH started 2 processes, but the library (Open MPI v")]
    public void ALibraryOfAnotherMpiIsRefused(string mpi, string library, string message)
    {
        (int exitCode, string output) = MpiJob.TryRun(mpi, 2, "library", Folder, library);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libc.so.6")]
    [InlineData("libthatdoesnotexist.so.1")]
    public void WhatIsNoMpiIsRefused(string library)
    {
        MpiException exception = Assert.Throws<MpiException>(() => MpiWorld.Open(library: library));
        Assert.Equal($"'{library}' cannot be loaded, or is not a library of MPI.", exception.Message);
    }

    [Fact]
    public void ADeadlineIsPositive() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MpiWorld.Open(deadline: TimeSpan.Zero));
}
