namespace NeuralNet.Plotting.Tests;

public class ContourLinesTests
{
    [Fact]
    public void LinesLieOnTheCircle()
    {
        const int Size = 60;
        double[] values = [.. Enumerable.Range(0, Size * Size)
            .Select(i => Math.Sqrt(Math.Pow(i % Size - 30, 2) + Math.Pow(i / Size - 30, 2)) - 20)];
        (double X1, double Y1, double X2, double Y2)[] lines = [.. ContourLines.AtZero(values, Size, Size)];
        Assert.All(lines, line => Assert.Equal(20, Math.Sqrt(Math.Pow(line.X1 - 30, 2) + Math.Pow(line.Y1 - 30, 2)), 0.02));
        double length = lines.Sum(line => Math.Sqrt(Math.Pow(line.X2 - line.X1, 2) + Math.Pow(line.Y2 - line.Y1, 2)));
        Assert.Equal(2 * Math.PI * 20, length, 0.5);
    }

    [Fact]
    public void EqualValuesHaveNoLine() => Assert.Empty(ContourLines.AtZero(new double[12], 4, 3));

    [Fact]
    public void ASaddleHasTwoLines() => Assert.Equal(2, ContourLines.AtZero([1, -1, -1, 1], 2, 2).Count());
}
