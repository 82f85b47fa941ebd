namespace NeuralNet.Tests;

/// <summary>Tests of the kernels in blocks against attention in double precision, for random sizes and masks.</summary>
public class AttentionKernelTests
{
    private const int Count = 24;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Count)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AgreesWithTheDefinition(int seed)
    {
        var problem = new RandomAttention(seed);
        AttentionGeometry g = problem.Geometry;
        problem.Forward();
        NaiveAttention naive = problem.Naive();
        Close(naive.Output(), problem.Pass.Output, g, g.QueryLength, "output");
        for (int index = 0; index < g.Sequences * g.Heads * g.QueryLength; index++)
        {
            (int pair, int t) = Math.DivRem(index, g.QueryLength);
            double[] expected = naive.Probabilities(pair / g.Heads, pair % g.Heads, t);
            TestSupport.Close.To(
                expected, problem.Pass.Probabilities!.Data.Slice(index * g.KeyLength, g.KeyLength), 1e-5, $"probabilities of {pair}, {t}");
        }

        (double[,,,] dq, double[,,,] dk, double[,,,] dv) = naive.Gradients(problem.Split(problem.Upstream, g.QueryLength, g.Heads));
        AttentionGradients gradients = problem.Backward();
        Close(dq, gradients.Query!, g, g.QueryLength, "gradient of the queries");
        Close(dk, gradients.Key!, g, g.KeyLength, "gradient of the keys");
        Close(dv, gradients.Value!, g, g.KeyLength, "gradient of the values");
    }

    [Fact]
    public void TheRandomProblemsCoverEachCase()
    {
        RandomAttention[] problems = [.. Enumerable.Range(1, Count).Select(seed => new RandomAttention(seed))];
        Assert.Contains(problems, problem => problem.Geometry.QueryLength > AttentionBlocks.Queries && problem.Pass.Mask.IsCausal);
        Assert.Contains(problems, problem => problem.Geometry.KeyLength > 2 * AttentionBlocks.Keys && problem.Pass.Mask.Window is not null);
        Assert.Contains(problems, problem => problem.Geometry.Inner > 1 && problem.Geometry.HeadsPerGroup > 1);
        Assert.Contains(problems, problem => problem.Geometry.Sequences * problem.Geometry.KeyValueHeads >= AttentionBlocks.MinWholePairs);
        Assert.Contains(problems, problem => problem.Pass.Mask.Pairs is not null && problem.Pass.Mask.Queries is not null);
    }

    private static void Close(double[,,,] expected, Tensor actual, AttentionGeometry g, int length, string what)
    {
        int heads = expected.GetLength(1), size = expected.GetLength(3);
        for (int b = 0; b < expected.GetLength(0); b++)
        {
            for (int h = 0; h < heads; h++)
            {
                for (int t = 0; t < length; t++)
                {
                    for (int d = 0; d < size; d++)
                    {
                        TestSupport.Close.To(
                            expected[b, h, t, d], actual.Data[(g.Position(b, length, t) * heads + h) * size + d], 2e-5,
                            $"{what} [{b}, {h}, {t}, {d}]");
                    }
                }
            }
        }
    }
}
