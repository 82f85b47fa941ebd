using System.Diagnostics;

namespace NeuralNet.Mpi.Tests;

/// <summary>Tests that a job over a network ends when one of its hosts loses its link.</summary>
[Trait("Category", "Slow")]
public sealed class LostLinkTests : JobFolder
{
    [TwoHostsTheory]
    [InlineData(MpiJob.OpenMpi)]
    [InlineData(MpiJob.Mpich)]
    public void AHostThatLosesItsLinkIsNamedAndEndsTheJob(string mpi)
    {
        using var hosts = new TwoHosts(Folder);
        using Process process = hosts.Start(mpi, "long", Folder);
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("epoch 1", StringComparison.Ordinal))
        {
        }

        hosts.Disconnect();
        (int exitCode, string output) = process.End();
        Assert.NotEqual(0, exitCode);

        // mpirun of Open MPI tests its connections at its own times, so it may notice the lost link first; it names the node then.
        bool isNamed = output.Contains("Silent: rank 1 of 2 (on hostb). The job is aborted.", StringComparison.Ordinal)
            || (mpi == MpiJob.OpenMpi && output.Contains("on node 10.9.0.2", StringComparison.Ordinal)
                && output.Contains("lost communication with a remote daemon", StringComparison.Ordinal));
        Assert.True(isNamed, output);
    }
}
