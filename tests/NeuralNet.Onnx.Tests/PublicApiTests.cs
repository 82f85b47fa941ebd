
namespace NeuralNet.Onnx.Tests;

/// <summary>What the assembly shows is approved in a text file; APPROVE_PUBLIC_API=1 writes it anew.</summary>
public class PublicApiTests
{
    [Fact]
    public void Onnx() => ApprovedApi.Check(typeof(OnnxModel).Assembly, "NeuralNet.Onnx.Tests");
}
