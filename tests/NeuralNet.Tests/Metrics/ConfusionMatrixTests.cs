namespace NeuralNet.Tests;

public class ConfusionMatrixTests
{
    [Fact]
    public void CountsSharesAndTableAgree()
    {
        var matrix = new ConfusionMatrix([0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 1, 1, 0], ["cat", "dog"]);
        Assert.Equal((2, 1, 1, 3), (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]));
        Assert.Equal(5 / 7.0, matrix.Accuracy);
        Assert.Equal((2 / 3.0, 3 / 4.0), (matrix.Precision(0), matrix.Recall(1)));
        Assert.Equal(
            """
            actual \ predicted     cat     dog  recall
            cat                      2       1  0.6667
            dog                      1       3  0.7500
            precision           0.6667  0.7500  0.7143
            """.ReplaceLineEndings("\n"),
            matrix.ToString());
    }

    [Fact]
    public void PredictionsAreReadByTheirShape()
    {
        Tensor binary = ConfusionInput([0.2f, 0.7f, 0.5f], 1), several = ConfusionInput([0.1f, 0.2f, 0.7f, 0.5f, 0.3f, 0.2f], 3);
        Assert.Equal(1, ConfusionMatrix.From(ConfusionInput([0, 1, 1], 1), binary)[1, 0]);
        Assert.Equal(1, ConfusionMatrix.From(new float[] { 2, 1 }, several)[1, 0]);
        Assert.Equal(1, ConfusionMatrix.From(ConfusionInput([0, 0, 1, 0, 1, 0], 3), several)[2, 2]);
    }

    [Fact]
    public void NumbersThatAreNoClassesAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0, 2], [0, 1], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0], [0, 1]));
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.From(new float[] { 0.5f }, ConfusionInput([0.1f, 0.9f], 2)));
    }

    private static Tensor ConfusionInput(float[] values, int columns) => new([values.Length / columns, columns], values);
}
