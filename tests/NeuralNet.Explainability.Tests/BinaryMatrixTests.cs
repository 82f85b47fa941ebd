namespace NeuralNet.Explainability.Tests;

public class BinaryMatrixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(15, 33)]
    [InlineData(16, 32)]
    [InlineData(70, 5)]
    [InlineData(129, 100)]
    [InlineData(3, 300)]
    public void ProductsAreThoseOfAFullMatrix(int rows, int columns)
    {
        (BinaryMatrix matrix, bool[,] values) = Make(rows, columns, seed: rows + columns);
        float[] p = Numbers(columns, 1), q = Numbers(rows, 2), product = new float[rows], transposed = new float[columns];
        matrix.Multiply(p, product);
        matrix.MultiplyTransposed(q, transposed);
        for (int row = 0; row < rows; row++)
        {
            double expected = Enumerable.Range(0, columns).Where(column => values[row, column]).Sum(column => (double)p[column]);
            Assert.Equal(expected, product[row], 1e-5 * Math.Sqrt(columns));
            Assert.Equal(Enumerable.Range(0, columns).Count(column => values[row, column]), matrix.Count(row));
        }

        for (int column = 0; column < columns; column++)
        {
            double expected = Enumerable.Range(0, rows).Where(row => values[row, column]).Sum(row => (double)q[row]);
            Assert.Equal(expected, transposed[column], 1e-5 * Math.Sqrt(rows));
        }
    }

    [Fact]
    public void ValuesCanBeWrittenAnew()
    {
        (BinaryMatrix matrix, bool[,] values) = Make(40, 50, seed: 3);
        matrix.Set(17, 35, !values[17, 35]);
        matrix.SetSixteen(18, 16, 0b1001);
        matrix.SetSixteen(18, 32, 0b11);
        matrix.Transpose();
        float[] one = new float[40], product = new float[50];
        one[17] = 1;
        matrix.MultiplyTransposed(one, product);
        Assert.Equal(Enumerable.Range(0, 50).Select(column => values[17, column] != (column == 35) ? 1f : 0f), product);
        matrix.CopyRow(18, product);
        Assert.Equal(
            Enumerable.Range(0, 50).Select(column => column is 16 or 19 or 32 or 33 || (column is < 16 or > 47 && values[18, column]) ? 1f : 0f),
            product);
    }

    private static (BinaryMatrix Matrix, bool[,] Values) Make(int rows, int columns, int seed)
    {
        var matrix = new BinaryMatrix(rows, columns);
        bool[,] values = new bool[rows, columns];
        var random = new RandomStream(seed);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (random.NextInt32(3) == 0)
                    continue;
                values[row, column] = true;
                matrix.Word(row, column / 32) |= 1u << (column % 32);
            }
        }

        matrix.Transpose();
        return (matrix, values);
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new RandomStream(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
    }
}
