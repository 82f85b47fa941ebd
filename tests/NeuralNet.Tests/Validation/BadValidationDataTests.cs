using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Tests that messages about the data for validation name these data, and not the data for training.</summary>
public class BadValidationDataTests
{
    private static readonly Tensor NotFinite = new float[,] { { 1, 2 }, { 3, float.NaN } };

    [Fact]
    public void Shapes()
    {
        Refused<ArgumentException>((TestData.Normal([4, 3], 1), Y), "validationData.X should have the shape (None, 2)", "(4, 3)");
        Refused<ArgumentException>((X, TestData.Normal([10, 2], 1)), "validationData.Y has (10, 2)", "(None, 1)");
        Refused<ArgumentException>((X, Y.Reshape([10, 1, 1]).Reshape([5, 2])), "validationData.Y has (5, 2)");
    }

    [Fact]
    public void NumbersOfRows()
    {
        Refused<ArgumentException>((X, TestData.Integers([9, 1], 2, 2)), "validationData.X has 10 rows", "validationData.Y has 9");
        Refused<ArgumentException>((new Tensor([0, 2]), new Tensor([0, 1])), "validationData.X has no rows");
    }

    [Fact]
    public void Values()
    {
        Refused<ArgumentException>((NotFinite, new Tensor([2, 1])), "validationData.X contains NaN in row 1", "checkFinite");
        Refused<ArgumentException>((new Tensor([2, 2]), new float[] { 0, float.PositiveInfinity }),
            "validationData.Y contains Infinity in row 1");
        Refused<ArgumentException>((new Tensor([2, 2]), new float[] { 0, 2 }), "validationData.Y does not fit the output 'dense_1'",
            "row 1 has 2");
    }

    [Fact]
    public void Nulls()
    {
        Refused<ArgumentNullException>((null!, Y), "validationData.X[0] is null");
        Refused<ArgumentNullException>((X, null!), "validationData.Y[0] is null");
        Refuses<ArgumentNullException>(
            Binary(), model => model.Fit([X], [Y], verbose: Verbosity.Silent, validationData: (null!, [Y])), "validationData.X is null");
    }

    private static void Refused<TException>((Tensor X, Tensor Y) validationData, params string[] said)
        where TException : ArgumentException
    {
        TException exception = Refuses<TException>(
            Binary(), model => model.Fit(X, Y, verbose: Verbosity.Silent, validationData: validationData), said);
        Assert.StartsWith("validationData", exception.ParamName, StringComparison.Ordinal);
    }
}
