namespace NeuralNet.Mpi.Tests;

/// <summary>The public API is approved in a text file; APPROVE_PUBLIC_API=1 writes the file anew.</summary>
public class PublicApiTests
{
    [Fact]
    public void Mpi() => ApprovedApi.Check(typeof(MpiWorld).Assembly, "NeuralNet.Mpi.Tests");
}
