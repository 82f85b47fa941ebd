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
        double[] doubles = Array.ConvertAll(p, value => (double)value), sums = new double[columns];
        for (int row = 0; row < rows; row++)
        {
            double expected = Enumerable.Range(0, columns).Where(column => values[row, column]).Sum(column => (double)p[column]);
            Assert.Equal(expected, product[row], 1e-5 * Math.Sqrt(columns));
            Assert.Equal(expected, matrix.Dot(row, doubles), 1e-12 * columns);
            Assert.Equal(Enumerable.Range(0, columns).Count(column => values[row, column]), matrix.Count(row));
            matrix.Add(row, q[row], sums);
        }

        for (int column = 0; column < columns; column++)
        {
            double expected = Enumerable.Range(0, rows).Where(row => values[row, column]).Sum(row => (double)q[row]);
            Assert.Equal(expected, transposed[column], 1e-5 * Math.Sqrt(rows));
            Assert.Equal(expected, sums[column], 1e-12 * rows);
        }
    }

    [Fact]
    public void ValuesCanBeWrittenAnew()
    {
        (BinaryMatrix matrix, _) = Make(40, 50, seed: 3);
        matrix.Clear();
        matrix.Word(17, 1) = 1u << 3;
        matrix.Transpose();
        float[] product = new float[50];
        matrix.MultiplyTransposed([.. Enumerable.Repeat(1f, 40)], product);
        Assert.Equal(Enumerable.Range(0, 50).Select(column => column == 35 ? 1f : 0f), product);
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
