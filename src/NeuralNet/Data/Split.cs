using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Divides data into rows to train on and rows to test on, as scikit-learn's model_selection does. Each method has two forms: one
/// divides tensors; the other returns the indices of rows, which <see cref="Tensor.Gather(int[])"/> takes, for data of several tensors or
/// of none.
/// </summary>
public static class Split
{
    private const double DefaultTestFraction = 0.25;

    /// <summary>
    /// Divides inputs and targets into a training part and a test part, shuffled:
    /// <c>var (train, test) = Split.TrainTest(x, y, testFraction: 0.2, seed: 1);</c>. Both parts are copies.
    /// </summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="testFraction">
    /// The fraction of the rows that go to the test part, between 0 and 1. A number of rows that is not whole is rounded up.
    /// </param>
    /// <param name="seed">The seed that determines the shuffling; null draws one.</param>
    /// <param name="shuffle">Shuffles the rows first; otherwise the last rows are the test part, as time series require.</param>
    /// <param name="stratify">
    /// Labels, a row for each row of x, usually y itself: both parts keep their proportions, each number of rows rounded up or down. Rows
    /// of several values, such as one-hot ones, are labels as a whole. Null keeps no proportions.
    /// </param>
    /// <returns>The two parts; each is also what <c>validationData</c> of Fit takes.</returns>
    /// <exception cref="ArgumentException">
    /// x and y or the labels differ in their number of rows, a part would be empty, or the parts cannot both have every label.
    /// </exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) TrainTest(
        Tensor x, Tensor y, double testFraction = DefaultTestFraction, int? seed = null, bool shuffle = true, Tensor? stratify = null)
    {
        int rows = RowsOf(x, nameof(x));
        RequireRows(y, rows, nameof(y));
        (int[] train, int[] test) = TrainTest(rows, testFraction, seed, shuffle, stratify);
        return ((x.Gather(train), y.Gather(train)), (x.Gather(test), y.Gather(test)));
    }

    /// <summary>Divides the indices from 0 to <paramref name="rows"/> - 1 into a training part and a test part, shuffled.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="testFraction">
    /// The fraction of the rows that go to the test part, between 0 and 1. A number of rows that is not whole is rounded up.
    /// </param>
    /// <param name="seed">The seed that determines the shuffling; null draws one.</param>
    /// <param name="shuffle">Shuffles the rows first; otherwise the last rows are the test part, as time series require.</param>
    /// <param name="stratify">Labels, one for each row, whose proportions both parts keep; null keeps none.</param>
    /// <exception cref="ArgumentException">A part would be empty, or the parts cannot both have every label.</exception>
    public static (int[] Train, int[] Test) TrainTest(
        int rows, double testFraction = DefaultTestFraction, int? seed = null, bool shuffle = true, Tensor? stratify = null)
    {
        int testRows = TestRows(rows, testFraction);
        if (stratify is null)
        {
            return shuffle
                ? Parts(Shuffled(rows, NewRandom(seed)), testRows)
                : (Range(0, rows - testRows), Range(rows - testRows, testRows));
        }

        if (!shuffle)
            throw new ArgumentException("Labels cannot be stratified without shuffling. Leave out 'stratify' or 'shuffle: false'.",
                nameof(stratify));
        RequireRows(stratify, rows, nameof(stratify));
        return StratifiedSplit.Parts(stratify, testRows, NewRandom(seed));
    }

    /// <summary>Returns the number of rows of the test part, rounded up as scikit-learn does.</summary>
    private static int TestRows(int rows, double testFraction)
    {
        if (!(testFraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, $"'{nameof(testFraction)}' must be greater than 0 "
                + "and less than 1.");
        int testRows = (int)Math.Ceiling(testFraction * Require.NonNegative(rows));
        return testRows > 0 && testRows < rows
            ? testRows
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"A test fraction of {testFraction} of {Counted.Of(rows, "row")} leaves {rows - testRows} for training and {testRows} "
                    + $"for the test; both need at least one."), nameof(testFraction));
    }

    /// <summary>Divides an order of indices, whose first indices are the test part.</summary>
    private static (int[] Train, int[] Test) Parts(int[] order, int testRows) => (order[testRows..], order[..testRows]);

    private static int[] Shuffled(int rows, RandomStream random)
    {
        int[] order = Range(0, rows);
        random.Shuffle<int>(order);
        return order;
    }

    private static int[] Range(int start, int count) => [.. Enumerable.Range(start, count)];

    private static RandomStream NewRandom(int? seed) => new(seed ?? Random.Shared.Next());

    private static int RowsOf(Tensor tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        return tensor.Rank > 0 ? tensor.Rows : throw new ArgumentException($"'{name}' is a scalar and has no rows.", name);
    }

    private static void RequireRows(Tensor tensor, int rows, string name)
    {
        int own = RowsOf(tensor, name);
        if (own != rows)
            throw new ArgumentException($"'{name}' has {Counted.Of(own, "row")} for {Counted.Of(rows, "row")} of data; each row needs "
                + "its own.", name);
    }
}
