namespace NeuralNet.Explainability.Tests;

public class PartialDependenceTests
{
    private static readonly Tensor X = Examples.Rows(30, 4, seed: 4);

    [Fact]
    public void EachCurveIsThePredictionWithTheFeatureSet()
    {
        Model model = Examples.Classifier("tanh");
        PartialDependence dependence = PartialDependence.Of(model.Predict, X, "x2", output: 1, points: 5);
        Assert.Equal([30, 5], dependence.Curves.Shape);
        for (int point = 0; point < 5; point++)
        {
            Tensor changed = X.Clone();
            for (int row = 0; row < 30; row++)
                changed[row, 2] = dependence.GridValues[point];
            Tensor expected = model.Predict(changed);
            for (int row = 0; row < 30; row++)
                Assert.Equal(expected[row, 1], dependence.Curves[row, point], 1e-6f);
            Assert.Equal(Enumerable.Range(0, 30).Average(row => (double)expected[row, 1]), dependence.Mean[point], 1e-6);
        }

        float[] column = [.. Enumerable.Range(0, 30).Select(row => X[row, 2])];
        Assert.Equal(column.Min(), dependence.GridValues[0]);
        Assert.Equal(column.Max(), dependence.GridValues[4], 1e-6f);
    }

    [Fact]
    public void ACategoryTakesEachOfItsColumns()
    {
        Features features = new Features("a", "red", "green", "blue").Group("colour", 1, 2, 3);
        Func<Tensor, Tensor> predict = Examples.Function(x => x[1] + 10 * x[2] + 100 * x[3]);
        Tensor x = new float[,] { { 1, 1, 0, 0 }, { 2, 0, 0, 1 }, { 3, 0, 0, 0 } };
        PartialDependence dependence = PartialDependence.Of(predict, x, "colour", features: features);
        Assert.Equal(["red", "green", "blue"], dependence.GridLabels);
        Examples.AssertClose([1, 10, 100], dependence.Mean, 1e-6);
        Assert.Contains("green", dependence.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.5f, 0)]
    [InlineData(10, 9)]
    public void AGroupOfNumbersIsNoCategory(float length, float width)
    {
        Tensor x = new float[,] { { 1, 0, 0 }, { length, width, 0 } };
        Features features = new Features("length", "width", "other").Group("size", 0, 1);
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => PartialDependence.Of(Examples.Function(row => row[0]), x, "size", features: features));
        Assert.Contains("'size'", error.Message, StringComparison.Ordinal);
        Assert.Contains("row 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFeatureOfFewValuesTakesEachOfThem()
    {
        Tensor x = new float[,] { { 3, 0 }, { 1, 0 }, { 3, 1 }, { 7, 2 } };
        Assert.Equal([1, 3, 7], PartialDependence.Of(Examples.Function(row => row[0]), x, "x0").GridValues);
    }

    [Fact]
    public void ValuesCloseTogetherHaveLabelsOfTheirOwn()
    {
        Tensor x = new float[,] { { 5, 0 }, { 5.00001f, 1e-7f }, { 5.00002f, 3e-7f } };
        Assert.Equal(["5", "5.00001", "5.00002"], PartialDependence.Of(Examples.Function(row => row[0]), x, "x0").GridLabels);
        Assert.Equal(["0", "1E-7", "3E-7"], PartialDependence.Of(Examples.Function(row => row[0]), x, "x1").GridLabels);
    }

    [Fact]
    public void TheWholeRangeOfNumbersIsTaken()
    {
        Tensor x = new float[,] { { -3e38f }, { 3e38f }, { 0 }, { 1 } };
        Assert.Equal([-3e38f, 0, 3e38f], PartialDependence.Of(Examples.Function(row => row[0] > 0 ? 1 : 0), x, "x0", points: 3).GridValues);
    }

    [Fact]
    public void MistakesAreExplained()
    {
        Func<Tensor, Tensor> predict = Examples.Linear().Predict;
        Tensor constant = X.Clone();
        for (int row = 0; row < 30; row++)
            constant[row, 1] = 2;
        Examples.AssertError<ArgumentException>("'x1' is 2 in all rows", () => PartialDependence.Of(predict, constant, "x1"));
        Examples.AssertError<ArgumentException>("x0, x1", () => PartialDependence.Of(predict, X, "none"));
        Assert.Throws<ArgumentOutOfRangeException>(() => PartialDependence.Of(predict, X, "x0", output: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PartialDependence.Of(predict, X, "x0", points: 1));
    }
}
