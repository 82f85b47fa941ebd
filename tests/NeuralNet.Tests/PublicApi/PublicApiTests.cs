using NeuralNet.Explainability;
using NeuralNet.LinearAlgebra;
using NeuralNet.Plotting;

namespace NeuralNet.Tests;

/// <summary>
/// What each assembly shows is approved in a text file beside this one. After a change that is meant, run these tests once with the
/// environment variable APPROVE_PUBLIC_API=1, which writes the files anew, and read their difference.
/// </summary>
public class PublicApiTests
{
    [Fact]
    public void NeuralNet() => ApprovedApi.Check(typeof(Model).Assembly, "NeuralNet.Tests");

    [Fact]
    public void LinearAlgebra() => ApprovedApi.Check(typeof(SimdLinearAlgebraProvider).Assembly, "NeuralNet.Tests");

    [Fact]
    public void Explainability() => ApprovedApi.Check(typeof(Explainer).Assembly, "NeuralNet.Tests");

    [Fact]
    public void Plotting() => ApprovedApi.Check(typeof(Plot).Assembly, "NeuralNet.Tests");
}
