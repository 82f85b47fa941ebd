namespace NeuralNet.Tests;

public class GradientAccumulationTests
{
    [Fact]
    public void StepsMakeOneUpdateOfTheirMeanGradient()
    {
        var accumulating = new OptimizerBench(new Adam(0.05f) { GradientAccumulationSteps = 3, ClipNorm = 1, WeightDecay = 0.1f }, 11,
            seed: 2);
        var plain = new OptimizerBench(new Adam(0.05f) { ClipNorm = 1, WeightDecay = 0.1f }, 11, seed: 2);
        for (int update = 0; update < 4; update++)
        {
            double[] before = accumulating.Weights();
            float[] sum = new float[11];
            for (int step = 0; step < 3; step++)
            {
                accumulating.AssertWeights(before);
                float[] gradient = accumulating.Step();
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += gradient[i];
            }

            plain.Step([.. sum.Select(value => value / 3)]);
            accumulating.AssertWeights(plain.Weights());
        }
    }

    [Fact]
    public void AScheduleCountsSteps()
    {
        var schedule = new PiecewiseConstantDecay([1], [1, 0.1f]);
        var training = new OptimizerBench(new SGD(schedule) { GradientAccumulationSteps = 2 }, 1, seed: 4);
        double weight = training.Weights()[0];
        foreach (double rate in new[] { 1, 0.1 })
        {
            training.Step([1]);
            training.Step([3]);
            weight -= rate * 2;
            training.AssertWeights([weight]);
        }
    }

    [Fact]
    public void OneStepIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD { GradientAccumulationSteps = 1 });

    [Fact]
    public void SharedSettingsSurviveAConfiguration()
    {
        var optimizer = new RMSprop(0.02f, momentum: 0.5f, centered: true)
        {
            UseEma = true,
            EmaMomentum = 0.9f,
            EmaOverwriteFrequency = 5,
            GradientAccumulationSteps = 4,
            ClipValue = 0.5f,
            WeightDecay = 0.01f,
        };
        Optimizer again = Optimizer.Known.Read(Configuration.Describe(optimizer));
        Assert.Equal(Configuration.Describe(optimizer).ToJsonString(), Configuration.Describe(again).ToJsonString());
        Assert.Equal((true, 0.9f, 5, 4), (again.UseEma, again.EmaMomentum, again.EmaOverwriteFrequency, again.GradientAccumulationSteps));
        Assert.Equal((0.5f, 0.01f), (again.ClipValue, again.WeightDecay));
    }
}
