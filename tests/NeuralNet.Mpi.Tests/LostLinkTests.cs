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
        Assert.Contains("Silent: rank 1 of 2 (on hostb). The job is aborted.", output, StringComparison.Ordinal);
    }
}
