namespace NeuralNet.Tests;

public class PackedPanelsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 3, 5)]
    [InlineData(5, 32, 64)]
    [InlineData(9, 17, 33)]
    [InlineData(8, 40, 100)]
    public void AgreesWithTheDefinition(int rows, int depth, int columns)
    {
        foreach (bool isTransposed in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (bool adds in (ReadOnlySpan<bool>)[false, true])
                Check(rows, depth, columns, isTransposed, adds);
        }
    }

    /// <summary>Uses the rows of the packed matrix from the second on, and rows of a and c with gaps, which stay as they are.</summary>
    private static void Check(int rows, int depth, int columns, bool isTransposed, bool adds)
    {
        const int Gap = 3;
        int strideA = depth + Gap, strideC = columns + Gap;
        Tensor a = TestData.Normal([rows, strideA], 1), before = TestData.Normal([rows, strideC], 2), c = before.Clone();
        Tensor matrix = TestData.Normal(isTransposed ? [columns, depth + 1] : [depth + 1, columns], 3);
        float[] packed = new float[PackedPanels.LengthOf(depth + 1, columns)];
        PackedPanels.Pack(matrix.Data, matrix.Shape[1], isTransposed, depth + 1, columns, packed);
        PackedPanels.Multiply(a.Data, strideA, rows, packed, depth + 1, 1, depth, columns, c.Data, strideC, adds);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < strideC; column++)
            {
                double sum = adds || column >= columns ? before[row, column] : 0;
                for (int k = 0; column < columns && k < depth; k++)
                    sum += (double)a[row, k] * (isTransposed ? matrix[column, k + 1] : matrix[k + 1, column]);
                Close.To(sum, c[row, column], Close.Reference, $"c[{row}, {column}]");
            }
        }
    }
}
