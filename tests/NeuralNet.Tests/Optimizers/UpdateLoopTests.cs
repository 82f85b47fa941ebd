namespace NeuralNet.Tests;

public class UpdateLoopTests
{
    /// <summary>Elements are treated alike wherever they stand: in whole vectors, in the rest, in a later chunk.</summary>
    [Theory]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    [InlineData("nadam")]
    [InlineData("lion")]
    public void TheLengthOfAParameterDoesNotMatter(string name)
    {
        foreach (int length in Enumerable.Range(1, 40).Append(2051))
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

    [Fact]
    public void SlotsAreThoseThatTheSettingsAskFor()
    {
        Assert.Equal(["velocity"], new RmsProp().SlotNames);
        Assert.Equal(["velocity", "average_gradient"], new RmsProp(centered: true).SlotNames);
        Assert.Equal(["velocity", "momentum", "average_gradient"], new RmsProp(momentum: 0.1f, centered: true).SlotNames);
        var averaging = new Adam { UseEma = true, GradientAccumulationSteps = 2 };
        Assert.Equal(["momentum", "velocity", "average", "gradient_accumulator"], averaging.AllSlotNames);
    }
}
