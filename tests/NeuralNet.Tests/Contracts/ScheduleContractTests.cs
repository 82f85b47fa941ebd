namespace NeuralNet.Tests;

/// <summary>One line for each schedule in <see cref="All"/>; the contract is held against all.</summary>
public class ScheduleContractTests
{
    internal static readonly LearningRateSchedule[] All =
    [
        new ConstantLearningRate(0.02f),
        new ExponentialDecay(0.02f, 17, 0.4f, staircase: true),
        new InverseTimeDecay(0.02f, 17, 0.4f, staircase: true),
        new PolynomialDecay(0.02f, 17, 0.002f, power: 2, cycle: true),
        new CosineDecay(0.01f, 17, alpha: 0.1f, warmupTarget: 0.02f, warmupSteps: 5),
        new CosineDecayRestarts(0.02f, 17, tMul: 1.5f, mMul: 0.5f, alpha: 0.05f),
        new PiecewiseConstantDecay([2, 9, 24], [0.02f, 0.01f, 0.005f, 0.002f]),
    ];

    public static TheoryData<int> Examples => [.. Enumerable.Range(0, All.Length)];

    [Fact]
    public void EveryScheduleHasAnExample() => Implementations.RequireExamples(All, "ScheduleContractTests.cs", "new CLASS(0.02f, …),");

    [Theory]
    [MemberData(nameof(Examples))]
    public void RatesAreSoundAndDependOnTheStepAlone(int index)
    {
        long[] steps = [0, 1, 2, 10, 17, 100, 12345, 10_000_000_000];
        float[] rates = [.. steps.Select(All[index].At)];
        Assert.All(rates, rate => Assert.True(rate >= 0 && float.IsFinite(rate), $"{All[index].ClassName} gave {rate}"));
        Assert.Equal(rates.Reverse(), steps.Reverse().Select(All[index].At));
    }

    /// <summary>A schedule is written and read as part of its optimizer; a rate that stays the same is a plain number there.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void ConfigurationMakesTheSameScheduleAgain(int index)
    {
        LearningRateSchedule again = Implementations.ThroughText(new SGD(All[index]), Optimizer.Known).LearningRate;
        Assert.Equal(All[index].GetType(), again.GetType());
        foreach (long step in (ReadOnlySpan<long>)[0, 1, 5, 50, 500])
            Assert.Equal(All[index].At(step), again.At(step));
    }
}
