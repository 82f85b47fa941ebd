namespace NeuralNet.Tests;

public class TensorRowsTests
{
    private static Tensor Counting(Shape shape) => new(shape, [.. Enumerable.Range(0, shape.Size).Select(value => (float)value)]);

    [Fact]
    public void SliceAndRangeGiveRows()
    {
        Tensor matrix = Counting([5, 2]);
        Check([2, 2], [2, 3, 4, 5], matrix.Slice(1, 2));
        Check([2, 2], [2, 3, 4, 5], matrix[1..3]);
        Check([2, 2], [6, 7, 8, 9], matrix[^2..]);
        Check([4, 2], [0, 1, 2, 3, 4, 5, 6, 7], matrix[..^1]);
        Check([5, 2], matrix.ToArray(), matrix[..]);
        Check([0, 2], [], matrix.Slice(5, 0));
        Check([1, 2, 3], [6, 7, 8, 9, 10, 11], Counting([3, 2, 3])[1..2]);
        Check([2], [1, 2], Counting(4)[1..3]);
        Check([0, 3], [], Counting([0, 3])[..]);
        Check([2, 0], [], Counting([3, 0]).Slice(0, 2));
    }

    [Fact]
    public void GatherGivesRowsInTheOrderAskedFor()
    {
        Tensor matrix = Counting([4, 2]);
        Check([3, 2], [6, 7, 0, 1, 6, 7], matrix.Gather(3, 0, 3));
        Check([2, 2], [4, 5, 2, 3], matrix.Gather(new[] { 2, 1 }));
        Check([0, 2], [], matrix.Gather());
        Check([2, 2, 2], [4, 5, 6, 7, 0, 1, 2, 3], Counting([2, 2, 2]).Gather(1, 0));
        matrix.Gather(0)[0, 0] = 9;
        Assert.Equal(0, matrix[0, 0]);
    }

    [Fact]
    public void RowsThatAreNotThereAreRefused()
    {
        Tensor matrix = Counting([5, 2]);
        Says<ArgumentOutOfRangeException>(() => matrix.Slice(6, 0), "(5, 2)", "'start' must be from 0 to 5");
        Says<ArgumentOutOfRangeException>(() => matrix.Slice(-1, 1), "'start'");
        Says<ArgumentOutOfRangeException>(() => matrix.Slice(3, 3), "2 rows from row 3 on", "'count' must be from 0 to 2");
        Says<ArgumentOutOfRangeException>(() => matrix.Slice(1, int.MaxValue), "'count'");
        Says<ArgumentOutOfRangeException>(() => matrix[2..6], "5 rows");
        Says<ArgumentOutOfRangeException>(() => matrix[3..2], "5 rows");
        Says<ArgumentOutOfRangeException>(() => matrix[^6..], "5 rows");
        Says<ArgumentOutOfRangeException>(() => matrix.Gather(0, 5), "rows 0 to 4", "element 1 of the indices is 5");
        Says<ArgumentOutOfRangeException>(() => matrix.Gather(-1), "is -1");
        Says<InvalidOperationException>(() => new Tensor([]).Slice(0, 1), "scalar");
        Says<InvalidOperationException>(() => new Tensor([]).Gather(0), "scalar");
    }

    /// <summary>The results are those of NumPy: the first of equal values, including 0 and -0, and the first NaN.</summary>
    [Fact]
    public void ArgMaxIsTheFirstMaximumOfTheLastAxis()
    {
        Tensor matrix = new float[,] { { 1, 3, 2 }, { 5, 5, 4 }, { -3, -2, -1 }, { -0f, 0, -0f }, { 1, float.NaN, float.NaN } };
        Assert.Equal([1, 0, 2, 0, 1], matrix.ArgMax());
        Assert.Equal([0], new Tensor([1, 2], [float.PositiveInfinity, float.PositiveInfinity]).ArgMax());
        Assert.Equal([1, 0, 0, 1], new Tensor([2, 2, 2], [1, 2, 4, 3, 6, 5, 7, 8]).ArgMax());
        Assert.Equal([2], ((Tensor)new float[] { 1, 2, 3 }).ArgMax());
        Assert.Equal([0], new Tensor([]).ArgMax());
        Assert.Empty(new Tensor([0, 3]).ArgMax());
        Says<InvalidOperationException>(() => new Tensor([3, 0]).ArgMax(), "(3, 0)");
    }

    private static void Check(Shape shape, float[] values, Tensor tensor)
    {
        Assert.Equal(shape, tensor.Shape);
        Assert.Equal(values, tensor.ToArray());
    }

    private static void Says<TException>(Func<object?> action, params string[] parts)
        where TException : Exception
    {
        TException exception = Assert.Throws<TException>(action);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
