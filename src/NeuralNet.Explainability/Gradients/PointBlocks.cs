namespace NeuralNet.Explainability;

/// <summary>
/// Blocks of the points at which the model is differentiated. They do not depend on the number of threads, nor on the other rows
/// that are explained at the same time, so neither changes a bit.
/// </summary>
internal static class PointBlocks
{
    /// <summary>As many as a model takes at a time; its own products share them among the cores better than smaller blocks would.</summary>
    private const int MostPoints = 256;

    /// <summary>Adds to a row's sums what a block of its points contributes.</summary>
    public delegate void Contribution(int row, int first, int count, Span<double> sums);

    /// <summary>The number of blocks of almost equal size into which points of this width are divided.</summary>
    public static int Count(int points, int width)
    {
        int most = Math.Min(Blocks.Rows(width), MostPoints);
        return (int)(((long)points + most - 1) / most);
    }

    /// <summary>The first point of a block; for the number of blocks it is the number of points.</summary>
    public static int First(int block, int blocks, int points) => (int)((long)block * points / blocks);

    /// <summary>
    /// For each row the sum of what its points contribute. The cores share the rows, and the points where there is one row alone.
    /// </summary>
    public static double[] Sum(int rows, int points, int blocks, int sumsPerRow, Run run, Contribution contribution)
    {
        double[] sums = new double[rows * sumsPerRow];
        Blocks.Run(rows, run, row =>
        {
            double[] blockSums = new double[blocks * sumsPerRow];
            Blocks.Run(blocks, rows == 1 ? run : run.InSilence(), block =>
            {
                int first = First(block, blocks, points);
                contribution(
                    row, first, First(block + 1, blocks, points) - first, blockSums.AsSpan(block * sumsPerRow, sumsPerRow));
            });
            for (int i = 0; i < blockSums.Length; i++)
                sums[row * sumsPerRow + i % sumsPerRow] += blockSums[i];
        });
        return sums;
    }
}
