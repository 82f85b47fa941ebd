namespace NeuralNet.Explainability.Tests;

public class GramTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(40, 128)]
    [InlineData(33, 300)]
    public void SumsOfProductsAreThoseOfPlainLoops(int rows, int columns)
    {
        // Whole numbers, so that single precision is exact.
        var random = new RandomStream(rows);
        float[] x = [.. Enumerable.Range(0, rows * columns).Select(_ => (float)random.NextInt32(9) - 4)];
        float[] single = new float[columns * columns];
        Gram.AddUpper(x, rows, columns, single);
        Gram.AddUpper(x, rows, columns, single);
        Gram.Mirror(single, columns);
        double[] exact = Gram.Of(Array.ConvertAll(x, value => (double)value), rows, columns);
        for (int i = 0; i < columns; i++)
        {
            for (int k = 0; k < columns; k++)
            {
                double sum = Enumerable.Range(0, rows).Sum(row => (double)x[row * columns + i] * x[row * columns + k]);
                Assert.Equal(sum, exact[i * columns + k], 1e-9);
                Assert.Equal(2 * sum, single[i * columns + k]);
            }
        }
    }
}
