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
        return Gathered(x, y, TrainTest(rows, testFraction, seed, shuffle, stratify));
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
        int testRows = TestCount(Require.NonNegative(rows), testFraction, "row");
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

    /// <summary>
    /// Divides inputs and targets into a training part and a test part that have no group, such as a patient or a device, in common.
    /// Both parts are copies. scikit-learn: model_selection/_split.py, GroupShuffleSplit.
    /// </summary>
    /// <typeparam name="TGroup">The type of the names or numbers of groups.</typeparam>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="groups">The group of each row.</param>
    /// <param name="testFraction">
    /// The fraction of the groups, not of the rows, that go to the test part, between 0 and 1. A number of groups that is not whole is
    /// rounded up.
    /// </param>
    /// <param name="seed">The seed that determines the choice of the groups; null draws one.</param>
    /// <returns>The two parts, their rows in the order of the data.</returns>
    /// <exception cref="ArgumentException">
    /// x, y and the groups differ in their number of rows, the group of a row is null or NaN, or a part would be empty.
    /// </exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) TrainTestByGroup<TGroup>(
        Tensor x, Tensor y, IReadOnlyList<TGroup> groups, double testFraction = DefaultTestFraction, int? seed = null)
        where TGroup : notnull
    {
        RequireRows(x, y, groups, nameof(groups));
        return Gathered(x, y, TrainTestByGroup(groups, testFraction, seed));
    }

    /// <summary>Divides the indices of rows into a training part and a test part that have no group in common.</summary>
    /// <returns>The indices of the two parts, in ascending order.</returns>
    /// <exception cref="ArgumentException">The group of a row is null or NaN, or a part would be empty.</exception>
    /// <inheritdoc cref="TrainTestByGroup{TGroup}(Tensor, Tensor, IReadOnlyList{TGroup}, double, int?)"/>
    public static (int[] Train, int[] Test) TrainTestByGroup<TGroup>(
        IReadOnlyList<TGroup> groups, double testFraction = DefaultTestFraction, int? seed = null)
        where TGroup : notnull
    {
        var numbered = RowGroups.Of(groups, nameof(groups));
        int testGroups = TestCount(numbered.Count, testFraction, "group");
        var isTest = new bool[numbered.Count];
        foreach (int group in Shuffled(numbered.Count, NewRandom(seed))[..testGroups])
            isTest[group] = true;
        ILookup<bool, int> rows = Enumerable.Range(0, groups.Count).ToLookup(row => isTest[numbered.OfRows[row]]);
        return ([.. rows[false]], [.. rows[true]]);
    }

    /// <summary>
    /// Divides inputs and targets so that the test part is later than the training part. Both parts are copies, their rows in the order
    /// of time.
    /// </summary>
    /// <typeparam name="TTime">The type of the times: <see cref="DateTime"/>, <see cref="DateOnly"/>, numbers.</typeparam>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="times">The time of each row, in any order. Rows of equal times stay in the order of the data, and in one part.</param>
    /// <param name="testFraction">
    /// The fraction of the rows, the latest ones, that go to the test part, between 0 and 1. A number of rows that is not whole is
    /// rounded up, and then replaced by the nearest one that divides no rows of equal times.
    /// </param>
    /// <exception cref="ArgumentException">
    /// x, y and the times differ in their number of rows, the time of a row is null, NaN or the default date, all times are equal, or a
    /// part would be empty.
    /// </exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) TrainTestByTime<TTime>(
        Tensor x, Tensor y, IReadOnlyList<TTime> times, double testFraction = DefaultTestFraction)
        where TTime : IComparable<TTime>
    {
        RequireRows(x, y, times, nameof(times));
        return Gathered(x, y, TrainTestByTime(times, testFraction));
    }

    /// <summary>Divides the indices of rows so that the test part is later than the training part.</summary>
    /// <returns>The indices of the two parts, in the order of time.</returns>
    /// <exception cref="ArgumentException">
    /// The time of a row is null, NaN or the default date, all times are equal, or a part would be empty.
    /// </exception>
    /// <inheritdoc cref="TrainTestByTime{TTime}(Tensor, Tensor, IReadOnlyList{TTime}, double)"/>
    public static (int[] Train, int[] Test) TrainTestByTime<TTime>(
        IReadOnlyList<TTime> times, double testFraction = DefaultTestFraction)
        where TTime : IComparable<TTime>
    {
        ArgumentNullException.ThrowIfNull(times);
        for (int row = 0; row < times.Count; row++)
        {
            if (times[row] is DateTime { Ticks: 0 } or DateTimeOffset { Ticks: 0 } or DateOnly { DayNumber: 0 })
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"The time of row {row} is 0001-01-01, the default that stands for a missing date; a row without a time is in neither "
                        + $"part. Remove such rows."), nameof(times));
            if (times[row] is null or float.NaN or double.NaN)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"The time of row {row} is {(times[row] is null ? "null" : "NaN")}; a row without a time is in neither part. Remove "
                        + $"such rows."), nameof(times));
        }

        int testRows = TestCount(times.Count, testFraction, "row");
        IComparer<TTime> comparer = Ordinal<TTime>();
        int[] order = [.. Enumerable.Range(0, times.Count).OrderBy(row => times[row], comparer)];
        int testStart = StartOfTest(
            order.Length - testRows, order.Length, row => comparer.Compare(times[order[row - 1]], times[order[row]]) < 0);
        return (order[..testStart], order[testStart..]);
    }

    /// <summary>Returns the start nearest to the wanted one at which the time changes; the earlier of two.</summary>
    /// <exception cref="ArgumentException">All times are equal.</exception>
    private static int StartOfTest(int wanted, int count, Func<int, bool> isChange)
    {
        for (int distance = 0; distance < count; distance++)
        {
            if (wanted - distance > 0 && isChange(wanted - distance))
                return wanted - distance;
            if (wanted + distance < count && isChange(wanted + distance))
                return wanted + distance;
        }

        throw new ArgumentException("All rows have the same time, so none is later than another.", "times");
    }

    /// <summary>Returns the comparer of a type that does not depend on the culture.</summary>
    private static IComparer<T> Ordinal<T>() => typeof(T) == typeof(string)
        ? (IComparer<T>)(object)StringComparer.Ordinal
        : Comparer<T>.Default;

    /// <summary>Returns the number of rows or groups of the test part, rounded up as scikit-learn does.</summary>
    private static int TestCount(int count, double testFraction, string what)
    {
        if (!(testFraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, $"'{nameof(testFraction)}' must be greater than 0 "
                + "and less than 1.");
        int test = (int)Math.Ceiling(testFraction * count);
        return test > 0 && test < count
            ? test
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"A test fraction of {testFraction} of {Counted.Of(count, what)} leaves {count - test} for training and {test} for the "
                    + $"test; both need at least one."), nameof(testFraction));
    }

    /// <summary>Divides an order of indices, whose first indices are the test part.</summary>
    private static (int[] Train, int[] Test) Parts(int[] order, int testRows) => (order[testRows..], order[..testRows]);

    private static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Gathered(
        Tensor x, Tensor y, (int[] Train, int[] Test) rows) =>
        ((x.Gather(rows.Train), y.Gather(rows.Train)), (x.Gather(rows.Test), y.Gather(rows.Test)));

    private static int[] Shuffled(int rows, RandomStream random)
    {
        int[] order = Range(0, rows);
        random.Shuffle<int>(order);
        return order;
    }

    private static int[] Range(int start, int count) => [.. Enumerable.Range(start, count)];

    internal static RandomStream NewRandom(int? seed) => new(seed ?? Random.Shared.Next());

    internal static int RowsOf(Tensor tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        return tensor.Rank > 0 ? tensor.Rows : throw new ArgumentException($"'{name}' is a scalar and has no rows.", name);
    }

    private static void RequireRows<T>(Tensor x, Tensor y, IReadOnlyList<T> values, string name)
    {
        int rows = RowsOf(x, nameof(x));
        RequireRows(y, rows, nameof(y));
        ArgumentNullException.ThrowIfNull(values, name);
        RequireRows(values.Count, rows, name);
    }

    private static void RequireRows(Tensor tensor, int rows, string name) => RequireRows(RowsOf(tensor, name), rows, name);

    private static void RequireRows(int own, int rows, string name)
    {
        if (own != rows)
            throw new ArgumentException($"'{name}' has {Counted.Of(own, "row")} for {Counted.Of(rows, "row")} of data; each row needs "
                + "its own.", name);
    }
}
