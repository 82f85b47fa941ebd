using System.Text.RegularExpressions;

namespace NeuralNet.Mpi.Tests;

/// <summary>Tests that two processes of the sample print the result of one.</summary>
[Trait("Category", "Slow")]
public sealed partial class SampleTests
{
    [MpiFact]
    public void TwoProcessesLearnTheSameDigits()
    {
        string folder = AppContext.BaseDirectory.Replace(Path.Combine("tests", "NeuralNet.Mpi.Tests"), Path.Combine("samples", "DistributedDigits"), StringComparison.Ordinal);
        (string two, string one) = MpiJob.RunProgram(Path.Combine(folder, "DistributedDigits.dll"), "--quick");
        Assert.Contains("2 processes, Open MPI", two, StringComparison.Ordinal);
        Assert.Contains("1 process, without MPI", one, StringComparison.Ordinal);
        Assert.Equal(Result().Match(one).Value, Result().Match(two).Value);
        Assert.NotEmpty(Result().Match(one).Value);
    }

    [GeneratedRegex("Of 450 other digits: loss 0\\.[0-9]{3}, accuracy [0-9.]+ %")]
    private static partial Regex Result();
}
