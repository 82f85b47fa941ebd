namespace NeuralNet.Tests;

/// <summary>One line for each constraint in <see cref="All"/>; the contract is held against all.</summary>
public class ConstraintContractTests
{
    private static readonly Constraint[] All =
    [
        new MaxNorm(1.5f),
        new MaxNorm(1.5f, axis: 1),
        new NonNegative(),
        new UnitNorm(),
        new MinMaxNorm(0.5f, 1.5f, axis: -1),
    ];

    [Fact]
    public void EveryConstraintHasAnExample() => Implementations.RequireExamples(All, "ConstraintContractTests.cs", "new CLASS(…),");

    [Fact]
    public void ValuesThatObeyAreLeftAlone()
    {
        foreach (Constraint constraint in All)
        {
            Tensor values = TestData.Normal([4, 3], seed: 1, scale: 3);
            constraint.Apply(values.Data, values.Shape);
            Tensor once = values.Clone();
            constraint.Apply(values.Data, values.Shape);
            for (int i = 0; i < once.Length; i++)
                Close.To(once.Data[i], values.Data[i], 1e-6, $"{constraint.GetType().Name}, applied twice");
        }
    }
}
