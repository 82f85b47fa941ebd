namespace NeuralNet.Tests;

/// <summary>One line for each regularizer in <see cref="All"/>; the contract is held against all.</summary>
public class RegularizerContractTests
{
    private static readonly Regularizer[] All =
    [
        new L2(0.3f),
        new L1(0.3f),
        new L1L2(0.2f, 0.3f),
    ];

    public static TheoryData<int> Examples => [.. Enumerable.Range(0, All.Length)];

    [Fact]
    public void EveryRegularizerHasAnExample() => Implementations.RequireExamples(All, "RegularizerContractTests.cs", "new CLASS(0.3f),");

    [Theory]
    [MemberData(nameof(Examples))]
    public void AddsTheDerivativeOfThePenalty(int index)
    {
        float[] values = TestData.Normal(20, seed: 1).ToArray(), gradient = new float[20], added = [.. Enumerable.Repeat(5f, 20)];
        All[index].AddGradient(values, gradient);
        DirectionalDerivative.Check(() => All[index].Penalty(values), values, gradient, All[index].ClassName);
        All[index].AddGradient(values, added);
        for (int i = 0; i < added.Length; i++)
            Close.To(gradient[i] + 5, added[i], 1e-6, "gradient added to 5");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void ConfigurationMakesTheSameRegularizerAgain(int index)
    {
        float[] values = TestData.Normal(20, seed: 2).ToArray();
        Assert.Equal(All[index].Penalty(values), Implementations.ThroughText(All[index], Regularizer.Known).Penalty(values));
    }
}
