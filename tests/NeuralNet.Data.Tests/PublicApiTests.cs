namespace NeuralNet.Data.Tests;

/// <summary>The public API is approved in a text file; APPROVE_PUBLIC_API=1 writes it anew.</summary>
public class PublicApiTests
{
    [Fact]
    public void Data() => ApprovedApi.Check(typeof(Table).Assembly, "NeuralNet.Data.Tests");
}
