namespace NeuralNet.Tests;

/// <summary>Tests of products of the matrices of two inputs against sums that are written out.</summary>
public class MatMulTests
{
    [Theory]
    [InlineData(1, 4, 5)]
    [InlineData(7, 1, 3)]
    [InlineData(33, 17, 65)]
    public void IsTheSumOfProducts(int n, int m, int p)
    {
        Tensor a = TestData.Normal([2, 3, n, m], seed: 1), b = TestData.Normal([2, 3, m, p], seed: 2);
        Tensor c = new MatMul().Call([a, b])[0];
        Assert.Equal([2, 3, n, p], c.Shape);
        for (int matrix = 0; matrix < 6; matrix++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < p; j++)
                {
                    double expected = Enumerable.Range(0, m).Sum(k => (double)a[matrix / 3, matrix % 3, i, k] * b[matrix / 3, matrix % 3, k, j]);
                    Assert.Equal(expected, c[matrix / 3, matrix % 3, i, j], 1e-4);
                }
            }
        }
    }

    [Fact]
    public void OpenAxesAreThoseOfTheOtherInput()
    {
        Input a = new([null, 4]), b = new([4, null]);
        Node product = a.MatMul(b);
        Assert.Equal(new Shape(null, null), product.Shape);
        var model = new Model([a, b], [product]);
        Assert.Equal([3, 2, 6], model.Predict([TestData.Normal([3, 2, 4], seed: 1), TestData.Normal([3, 4, 6], seed: 2)])[0].Shape);
    }

    [Fact]
    public void ShapesThatDoNotFitAreRefused()
    {
        foreach ((Shape a, Shape b) in new (Shape, Shape)[] { ([3, 4], [3, 4]), ([2, 3, 4], [3, 4, 5]), (4, 4), ([3, 4], [1, 4, 5]) })
        {
            string message = Assert.Throws<ArgumentException>(() => new Input(a).MatMul(new Input(b))).Message;
            Assert.Contains($"it was given {a} and {b}", message, StringComparison.Ordinal);
        }
    }
}
