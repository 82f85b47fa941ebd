using NeuralNet.Explainability;
using NeuralNet.LinearAlgebra;
using NeuralNet.Plotting;

namespace NeuralNet.Tests;

/// <summary>
/// Compares the public API of each assembly with the text file that approves it, in the folder of this file. After an intended change, run
/// these tests once with the environment variable APPROVE_PUBLIC_API=1, which records the files, and review the difference.
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
