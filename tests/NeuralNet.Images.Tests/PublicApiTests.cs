namespace NeuralNet.Images.Tests;

/// <summary>The public API is approved in a text file; APPROVE_PUBLIC_API=1 writes it anew.</summary>
public class PublicApiTests
{
    [Fact]
    public void Images() => ApprovedApi.Check(typeof(Picture).Assembly, "NeuralNet.Images.Tests");
}
