namespace NeuralNet.Explainability;

/// <summary>
/// Blocks of the points at which the model is differentiated. They depend neither on the number of threads nor on the other rows that are
/// explained in the same call, so that neither changes the result.
/// </summary>
internal static class PointBlocks
{
    /// <summary>
    /// The maximum number of points of a block: the products of the model share so many among the cores better than smaller blocks.
    /// </summary>
    private const int MaxPoints = 256;

    /// <summary>Adds the contribution of a block of the points of a row to the sums of the row.</summary>
    public delegate void Contribution(int row, int first, int count, Span<double> sums);

    /// <summary>Returns the number of blocks of almost equal size into which points of this width are divided.</summary>
    public static int Count(int points, int width)
    {
        int maximum = Math.Min(Blocks.Rows(width), MaxPoints);
        return (int)(((long)points + maximum - 1) / maximum);
    }

    /// <summary>Returns the index of the first point of a block; for the number of blocks, the number of points.</summary>
    public static int First(int block, int blocks, int points) => (int)((long)block * points / blocks);

    /// <summary>
    /// Computes for each row the sum of the contributions of its points. The cores share the rows; those of a single row, the points.
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
