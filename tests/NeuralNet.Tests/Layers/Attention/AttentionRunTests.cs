namespace NeuralNet.Tests;

/// <summary>Tests of threads, memory and dropout of attention.</summary>
[Collection(ProcessWide.Name)]
public class AttentionRunTests
{
    [Theory]
    [InlineData(1, 300)]
    [InlineData(6, 70)]
    public void AnyNumberOfThreadsGivesTheSameBits(int batch, int steps)
    {
        int[] expected = Bits(1, batch, steps);
        foreach (int threads in (ReadOnlySpan<int>)[2, 3, 5])
            Assert.Equal(expected, Bits(threads, batch, steps));
    }

    [Fact]
    public void APassAllocatesNothing()
    {
        AttentionHarness harness = Harness(3, 150);
        for (int i = 0; i < 20; i++)
            Step(harness, i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step(harness, 30);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>A buffer for all pairs of 4,096 steps would have 4 × 4,096² elements.</summary>
    [Fact]
    public void MemoryIsLinearInTheSteps()
    {
        long[] bytes = [.. new[] { 1024, 2048, 4096 }.Select(steps => PlanOf(steps).Bytes)];
        Assert.InRange(bytes[1] / (double)bytes[0], 1.9, 2.01);
        Assert.InRange(bytes[2] / (double)bytes[1], 1.9, 2.01);
        Assert.True(bytes[2] < 4096L * 4096, $"{bytes[2]} bytes");
    }

    /// <summary>With values that are unit vectors, the output shows the probabilities after dropout.</summary>
    [Fact]
    public void DropoutDropsAndScalesProbabilities()
    {
        const int steps = 96;
        var layer = new Attention(dropout: 0.25f);
        Tensor query = TestData.Normal([2, steps, 3], 1), key = TestData.Normal([2, steps, 3], 2), units = new([2, steps, steps]);
        for (int row = 0; row < 2; row++)
        {
            for (int t = 0; t < steps; t++)
                units[row, t, t] = 1;
        }

        Tensor whole = layer.Call([query, units, key])[0], dropped = layer.Call([query, units, key], isTraining: true, seed: 3)[0];
        int zeros = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            if (dropped.Data[i] == 0)
                zeros++;
            else
                TestSupport.Close.To(whole.Data[i] / 0.75, dropped.Data[i], 1e-5, $"probability {i}");
        }

        Assert.InRange(zeros / (double)whole.Length, 0.23, 0.27);
        Assert.NotEqual(dropped.Row(0).ToArray().Select(p => p == 0), dropped.Row(1).ToArray().Select(p => p == 0));
        Assert.Equal(dropped.ToArray(), layer.Call([query, units, key], isTraining: true, seed: 3)[0].ToArray());
        Assert.NotEqual(dropped.ToArray(), layer.Call([query, units, key], isTraining: true, seed: 4)[0].ToArray());
    }

    private static int[] Bits(int threads, int batch, int steps)
    {
        int before = Compute.DegreeOfParallelism;
        try
        {
            Compute.DegreeOfParallelism = threads;
            AttentionHarness harness = Harness(batch, steps);
            Step(harness, 1);
            return
            [
                .. harness.Outputs.SelectMany(TestSupport.Bits.Of), .. TestSupport.Bits.Of(harness.InputGradient(0)),
                .. harness.Layer.Parameters.SelectMany(parameter => TestSupport.Bits.Of(harness.Gradient(parameter))),
            ];
        }
        finally
        {
            Compute.DegreeOfParallelism = before;
        }
    }

    private static AttentionHarness Harness(int batch, int steps)
    {
        var padding = new Tensor([batch, steps]);
        for (int row = 0; row < batch; row++)
            padding.Row(row)[..(steps - 7 * row)].Fill(1);
        return new AttentionHarness(
            new MultiHeadAttention(4, 16, dropout: 0.1f, useCausalMask: true), [TestData.Normal([batch, steps, 32], 3)], [padding]);
    }

    private static void Step(AttentionHarness harness, long step)
    {
        harness.Forward(isTraining: true, step);
        harness.Outputs[0].AsSpan().CopyTo(harness.Plan.OutputGradients[0]!.AsSpan());
        harness.Plan.Backward();
    }

    private static ExecutionPlan PlanOf(int steps)
    {
        Input input = new([steps, 64]);
        var model = new Model(input, input.MultiHeadAttention(4, 16, dropout: 0.1f, useCausalMask: true));
        var gradients = new ParameterSpace([.. model.Parameters]);
        return new ExecutionPlan(model.Graph, 1, new PlanOptions { Gradients = gradients, DifferentiatesInputs = true });
    }
}
