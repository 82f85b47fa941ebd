namespace NeuralNet.Testing.Tests;

/// <summary>The public API is approved in a text file; APPROVE_PUBLIC_API=1 writes the file anew.</summary>
public class PublicApiTests
{
    [Fact]
    public void Testing() => ApprovedApi.Check(typeof(LayerContract).Assembly, "NeuralNet.Testing.Tests");
}
