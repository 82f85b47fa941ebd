namespace NeuralNet.Tests;

/// <summary>Tests of parts of an axis against C#'s ranges.</summary>
public class SliceTests
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(1, 0, 99)]
    [InlineData(1, -2, null)]
    [InlineData(-2, 1, -1)]
    [InlineData(2, 2, 3)]
    [InlineData(-1, -3, -1)]
    [InlineData(1, -99, 1)]
    public void TakesARange(int axis, int start, int? stop)
    {
        Tensor x = TestData.Normal([2, 5, 4], seed: 1), y = new Slice(axis, start, stop).Call(x);
        int place = axis < 0 ? axis + 3 : axis, size = x.Shape[place];
        int[] indices = [.. Enumerable.Range(0, size).Where(index => index >= (start < 0 ? start + size : start) && index < (stop switch { null => size, < 0 => stop + size, _ => stop }))];
        Assert.Equal(indices.Length, y.Shape[place]);
        for (int row = 0; row < 2; row++)
        {
            for (int i = 0; i < y.Shape[1]; i++)
            {
                for (int j = 0; j < y.Shape[2]; j++)
                    Assert.Equal(place == 1 ? x[row, indices[i], j] : x[row, i, indices[j]], y[row, i, j]);
            }
        }
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(-1, null, 1)]
    [InlineData(1, null, Shape.Open)]
    [InlineData(0, 3, Shape.Open)]
    public void TheSizeOfAnOpenAxisIsKnownForOneElement(int start, int? stop, int size) =>
        Assert.Equal([size, 4], new Input([null, 4]).Slice(1, start, stop).Shape);

    [Fact]
    public void RangesWithoutElementsAndOtherAxesAreRefused()
    {
        Assert.Contains("axis 0", Assert.Throws<ArgumentOutOfRangeException>(() => new Slice(0, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("have none", Assert.Throws<ArgumentException>(() => new Input([5, 4]).Slice(1, 5)).Message, StringComparison.Ordinal);
        Assert.Contains("have none", Assert.Throws<ArgumentException>(() => new Input([null, 4]).Slice(1, 3, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("axes 1 to 2", Assert.Throws<ArgumentException>(() => new Input([5, 4]).Slice(3, 0)).Message, StringComparison.Ordinal);
    }
}
