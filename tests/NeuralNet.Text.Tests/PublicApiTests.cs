namespace NeuralNet.Text.Tests;

/// <summary>Compares the public API of the assembly with the text file that approves it; APPROVE_PUBLIC_API=1 records it.</summary>
public class PublicApiTests
{
    [Fact]
    public void Text() => ApprovedApi.Check(typeof(TextVectorization).Assembly, "NeuralNet.Text.Tests");
}
