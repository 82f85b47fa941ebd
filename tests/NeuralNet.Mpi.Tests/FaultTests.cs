using System.Diagnostics;

namespace NeuralNet.Mpi.Tests;

/// <summary>Tests that a fault of one process ends the job on all, with a message that names it, and never with a wait for ever.</summary>
[Trait("Category", "Slow")]
public sealed class FaultTests : JobFolder
{
    /// <summary>The maximum duration of a job with a fault, far below the deadlines that are not tested.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    [MpiTheory]
    [InlineData(MpiJob.OpenMpi, 2, "killed")]
    [InlineData(MpiJob.OpenMpi, 4, "killed before the first exchange")]
    [InlineData(MpiJob.Mpich, 4, "killed")]
    [InlineData(MpiJob.Mpich, 2, "killed before the first exchange")]
    public void AKilledRankEndsTheJob(string mpi, int ranks, string fault)
    {
        string output = RunFault(mpi, ranks, fault, deadline: 300);
        string message = mpi == MpiJob.OpenMpi ? $"process rank {ranks - 1} with PID" : "Killed (signal 9)";
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [MpiTheory]
    [InlineData(MpiJob.OpenMpi, 4)]
    [InlineData(MpiJob.Mpich, 2)]
    public void ASilentRankIsNamedAndEndsTheJob(string mpi, int ranks)
    {
        string output = RunFault(mpi, ranks, "silent", deadline: 8);
        Assert.Contains(" for figures and decisions. Silent: rank ", output, StringComparison.Ordinal);
        Assert.Contains($"Silent: rank {ranks - 1} of {ranks} (on {Environment.MachineName}). The job is aborted.", output, StringComparison.Ordinal);
    }

    [MpiTheory]
    [InlineData(MpiJob.OpenMpi)]
    [InlineData(MpiJob.Mpich)]
    public void ARankThatDoesNotStartEndsTheJob(string mpi)
    {
        string output = RunFault(mpi, 2, "silent before the start", deadline: 8);
        Assert.True(
            output.Contains("has not started within 8 s", StringComparison.Ordinal)
            || output.Contains("Silent: rank 1 of 2. The job is aborted.", StringComparison.Ordinal), output);
    }

    [MpiTheory]
    [InlineData(MpiJob.OpenMpi, 2)]
    [InlineData(MpiJob.Mpich, 4)]
    public void AnExceptionOfARankReachesTheOthers(string mpi, int ranks)
    {
        string output = RunFault(mpi, ranks, "exception", deadline: 300);
        Assert.Contains("InvalidOperationException: The disk is full.", output, StringComparison.Ordinal);
        Assert.Contains(
            $"RankFailedException: Rank {ranks - 1} has left the training, so it cannot go on. There: The disk is full.", output, StringComparison.Ordinal);
    }

    [MpiTheory]
    [InlineData(MpiJob.OpenMpi, "model", "a model with 31 values in its parameters", "a model with 37 values in its parameters")]
    [InlineData(MpiJob.Mpich, "width", "a model with 31 values in its parameters", "a model with 36 values in its parameters")]
    [InlineData(MpiJob.Mpich, "data", "Different is: training data", "checksum")]
    [InlineData(MpiJob.OpenMpi, "length", "sums bucket 0 of the gradients of step 0, 20 values", "sums bucket 0 of the gradients of step 0, 10 values")]
    [InlineData(MpiJob.Mpich, "length", "the gradients of 'dense/kernel'", "sums bucket 0 of the gradients of step 0, 10 values")]
    [InlineData(MpiJob.OpenMpi, "bucket", "sums bucket 1 of the gradients of step 0, 20 values", "sums bucket 0 of the gradients of step 1, 20 values")]
    [InlineData(MpiJob.Mpich, "call", "copies 8 bytes from rank 0", "collects 8 bytes of each process")]
    public void RanksThatDifferAreRefused(string mpi, string what, string first, string second)
    {
        (int exitCode, string output) = MpiJob.TryRun(mpi, 2, "mismatch", Folder, what);
        Assert.NotEqual(0, exitCode);
        bool namesFirst = output.Contains(first, StringComparison.Ordinal), namesSecond = output.Contains(second, StringComparison.Ordinal);

        // The rank that notices other calls first ends the job, perhaps before the other one writes.
        Assert.True(what == "call" ? namesFirst || namesSecond : namesFirst && namesSecond, output);
        Assert.Contains("rank ", output, StringComparison.OrdinalIgnoreCase);
    }

    [MpiTheory]
    [InlineData(MpiJob.OpenMpi)]
    [InlineData(MpiJob.Mpich)]
    public void RanksWithOtherVersionsAreRefused(string mpi)
    {
        (int exitCode, string output) = MpiJob.TryRun(mpi, 2, "version", Folder);
        Assert.NotEqual(0, exitCode);

        // The rank that notices the difference first names itself first, and may end the job before the other writes.
        Assert.Contains($"rank 0 of 2 (on {Environment.MachineName}) runs 1.2.3", output, StringComparison.Ordinal);
        Assert.Contains($"rank 1 of 2 (on {Environment.MachineName}) runs 1.2.4", output, StringComparison.Ordinal);
    }

    private string RunFault(string mpi, int ranks, string fault, int deadline)
    {
        long start = Stopwatch.GetTimestamp();
        (int exitCode, string output) = MpiJob.TryRun(mpi, ranks, "fault", Folder, fault, $"{deadline}");
        Assert.NotEqual(0, exitCode);
        Assert.True(Stopwatch.GetElapsedTime(start) < Soon, output);
        return output;
    }
}
