namespace NeuralNet.Explainability;

/// <summary>
/// Sums over many points for each row of what the output's gradient there gives. The points are differentiated in blocks on all
/// cores; the blocks' sums are added in the order of the points, so that threads do not change a bit.
/// </summary>
internal sealed class PointGradients(Model model, int output, int pointsPerRow)
{
    private readonly Shape inputShape = model.InputShapes[0];
    private readonly int outputs = model.OutputShapes[0].Size;

    /// <summary>Writes a point of a row.</summary>
    public delegate void PointWriter(int row, int point, Span<float> x);

    /// <summary>Adds what the gradient at a point of a row contributes to the row's sums.</summary>
    public delegate void Contribution(int row, int point, ReadOnlySpan<float> gradient, Span<double> sums);

    /// <summary>The sums, <paramref name="sumsPerRow"/> for each row.</summary>
    public double[] Sum(int rows, int sumsPerRow, PointWriter write, Contribution contribute, Run run)
    {
        int pointsPerBlock = Math.Min(Blocks.Rows(inputShape.Size), 256);
        long points = (long)rows * pointsPerRow;
        double[][] blockSums = new double[(points + pointsPerBlock - 1) / pointsPerBlock][];
        Blocks.Run(blockSums.Length, run, block =>
        {
            long first = (long)block * pointsPerBlock;
            blockSums[block] = SumBlock(first, (int)Math.Min(pointsPerBlock, points - first), sumsPerRow, write, contribute);
        });

        double[] sums = new double[rows * sumsPerRow];
        for (int block = 0; block < blockSums.Length; block++)
        {
            int start = (int)((long)block * pointsPerBlock / pointsPerRow) * sumsPerRow;
            for (int i = 0; i < blockSums[block].Length; i++)
                sums[start + i] += blockSums[block][i];
        }

        return sums;
    }

    private double[] SumBlock(long first, int count, int sumsPerRow, PointWriter write, Contribution contribute)
    {
        var x = new Tensor(inputShape.WithBatch(count));
        var outputGradient = new Tensor(model.OutputShapes[0].WithBatch(count));
        for (int i = 0; i < count; i++)
        {
            write((int)((first + i) / pointsPerRow), (int)((first + i) % pointsPerRow), x.Row(i));
            outputGradient.AsSpan()[i * outputs + output] = 1;
        }

        Tensor gradient = model.InputGradient(x, outputGradient);
        int firstRow = (int)(first / pointsPerRow), lastRow = (int)((first + count - 1) / pointsPerRow);
        double[] sums = new double[(lastRow - firstRow + 1) * sumsPerRow];
        for (int i = 0; i < count; i++)
        {
            int row = (int)((first + i) / pointsPerRow);
            contribute(row, (int)((first + i) % pointsPerRow), gradient.Row(i), sums.AsSpan((row - firstRow) * sumsPerRow, sumsPerRow));
        }

        return sums;
    }
}
