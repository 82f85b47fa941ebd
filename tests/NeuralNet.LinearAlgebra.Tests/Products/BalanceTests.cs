using Tiles = NeuralNet.LinearAlgebra.Tiles<
    float, System.Runtime.Intrinsics.Vector512<float>, NeuralNet.LinearAlgebra.Lanes512<float>,
    NeuralNet.LinearAlgebra.Size12, NeuralNet.LinearAlgebra.Size5>;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>
/// Tests that threads have nearly equal shares of the products of the compared networks, by the tiles of the parts that a thread claims,
/// where threads that are equally fast claim part after part.
/// </summary>
public sealed class BalanceTests
{
    private static readonly (int Batch, int[] Widths)[] Networks =
        [(32, [784, 128, 10]), (128, [784, 512, 512, 10]), (256, [1024, 2048, 2048, 1024])];

    /// <summary>
    /// The mean counts the threads that have a part: a product has too few tiles, or too little work, for all of 64 threads. Against the
    /// mean of all threads that the work repays, the largest share is at most 1.5 times as large.
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    public void No_thread_has_more_than_1_2_times_the_mean_share(int threads)
    {
        var errors = new List<string>();
        foreach ((int rows, int columns, int depth, bool liesAlongDepth) in Products())
        {
            ProductOperation<float> product = Operation(rows, columns, depth, liesAlongDepth);
            int sharing = (int)Math.Clamp(product.Work / ProductCost.MinThreadWork, 1, threads);
            double[] costs = PartCosts(product, sharing);
            double[] shares = Claim(costs, sharing);
            double max = shares.Max(), mean = costs.Sum() / shares.Count(share => share > 0), meanOfAll = costs.Sum() / sharing;
            if (max > 1.2 * mean || max > 1.5 * meanOfAll)
                errors.Add($"{rows}x{columns}x{depth} on {sharing}: {max / mean:F2}, of all {max / meanOfAll:F2} ({costs.Length} parts)");
        }

        Assert.True(errors.Count == 0, string.Join("\n", errors));
    }

    private static IEnumerable<(int Rows, int Columns, int Depth, bool LiesAlongDepth)> Products()
    {
        foreach ((int batch, int[] widths) in Networks)
        {
            for (int i = 1; i < widths.Length; i++)
            {
                yield return (widths[i], batch, widths[i - 1], false);
                yield return (widths[i - 1], batch, widths[i], true);
                yield return (widths[i], widths[i - 1], batch, false);
            }
        }
    }

    private static double[] PartCosts(in ProductOperation<float> product, int threads)
    {
        SharedParts<float, Tiles> parts = SharedParts<float, Tiles>.Choose(product, threads);
        var costs = new double[parts.Count];
        for (int i = 0; i < costs.Length; i++)
        {
            ProductOperation<float> part = parts.Part(product, i);
            costs[i] = Parts.RoundUp(part.Rows, Tiles.Lanes) * Tiles.RoundColumns(part.Columns) * part.Depth;
        }

        return costs;
    }

    /// <summary>Returns the work of each thread, where the thread that ends first claims the next part.</summary>
    private static double[] Claim(double[] costs, int threads)
    {
        var work = new double[threads];
        foreach (double cost in costs)
            work[Array.IndexOf(work, work.Min())] += cost;
        return work;
    }

    private static unsafe ProductOperation<float> Operation(int rows, int columns, int depth, bool liesAlongDepth) => new()
    {
        A = liesAlongDepth ? new MatrixView<float>(null, depth, 1) : new MatrixView<float>(null, 1, rows),
        B = new MatrixView<float>(null, 1, depth),
        C = new MatrixView<float>(null, 1, rows),
        Rows = rows,
        Columns = columns,
        Depth = depth,
        Alpha = 1,
        Beta = 0,
    };
}
