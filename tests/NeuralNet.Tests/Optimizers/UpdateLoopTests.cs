namespace NeuralNet.Tests;

public class UpdateLoopTests
{
    /// <summary>All elements have the same update: in whole vectors, in the remainder, in a later chunk.</summary>
    [Theory]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    [InlineData("nadam")]
    [InlineData("lion")]
    public void TheLengthOfAParameterDoesNotMatter(string name)
    {
        foreach (int length in (int[])[.. Enumerable.Range(1, 40), 2051, 8200, 40_001])
        {
            var one = new OptimizerBench(name, 1, seed: 5);
            var many = new OptimizerBench(name, length, seed: 5);
            many.Values.Fill(one.Values[0]);
            foreach (float gradient in new[] { 0.5f, -2f, 0.25f })
            {
                one.Step([gradient]);
                many.Step([.. Enumerable.Repeat(gradient, length)]);
            }

            Assert.All(many.Weights(), weight => Assert.Equal(one.Weights()[0], weight, 1e-6));
        }
    }

    /// <summary>Operations on subnormal numbers are many times as slow, and a mean that only decreases would become subnormal.</summary>
    [Fact]
    public void SlotsOfAnInactiveUnitDecayToZero()
    {
        foreach (Optimizer optimizer in OptimizerExamples.All)
        {
            var bench = new OptimizerBench(optimizer, 19, seed: 6);
            bench.Step(TestData.Normal(19, seed: 7).ToArray());
            for (int step = 0; step < 2000; step++)
                bench.Step(new float[19]);
            Assert.DoesNotContain(bench.Slots.SelectMany(slot => slot), float.IsSubnormal);
        }

        var adam = new OptimizerBench(new Adam(), 19, seed: 6);
        adam.Step(TestData.Normal(19, seed: 7).ToArray());
        for (int step = 0; step < 2000; step++)
            adam.Step(new float[19]);
        Assert.All(adam.Slots[0], mean => Assert.Equal(0, mean));
    }

    [Fact]
    public void SlotsAreThoseThatTheSettingsAskFor()
    {
        Assert.Equal(["velocity"], new RMSprop().SlotNames);
        Assert.Equal(["velocity", "average_gradient"], new RMSprop(centered: true).SlotNames);
        Assert.Equal(["velocity", "momentum", "average_gradient"], new RMSprop(momentum: 0.1f, centered: true).SlotNames);
        var averaging = new Adam { UseEma = true, GradientAccumulationSteps = 2 };
        Assert.Equal(["momentum", "velocity", "average", "gradient_accumulator"], averaging.AllSlotNames);
    }
}
