using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Divides rows so that both parts keep the proportions of the labels: the rows of each label in a part are their exact number, rounded up
/// or down. scikit-learn: model_selection/_split.py, StratifiedShuffleSplit.
/// </summary>
internal static class StratifiedSplit
{
    private const string StratifyArgument = "stratify";

    /// <exception cref="ArgumentException">A label has one row only, or a part has fewer rows than there are labels.</exception>
    public static (int[] Train, int[] Test) Parts(Tensor labels, int testRows, RandomStream random)
    {
        List<int[]> classes = LabelClasses.Of(labels, StratifyArgument);
        int trainRows = labels.Rows - testRows;
        RequireDivisible(labels, classes, trainRows, testRows);
        int[] trainCounts = Allocate([.. classes.Select(members => members.Length)], trainRows, random);
        var train = new List<int>(trainRows);
        var test = new List<int>(testRows);
        for (int i = 0; i < classes.Count; i++)
        {
            random.Shuffle<int>(classes[i]);
            train.AddRange(classes[i].AsSpan(0, trainCounts[i]));
            test.AddRange(classes[i].AsSpan(trainCounts[i]));
        }

        return (Shuffled(train, random), Shuffled(test, random));
    }

    private static void RequireDivisible(Tensor labels, List<int[]> classes, int trainRows, int testRows)
    {
        if (classes.Find(members => members.Length == 1) is [int single])
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The label {LabelClasses.Text(labels, single)} has one row, row {single}; to stratify, each label needs two. Targets of a "
                    + $"regression are no labels."), StratifyArgument);
        if (Math.Min(trainRows, testRows) < classes.Count)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"There are {Counted.Of(classes.Count, "label")} to stratify; the training part has {Counted.Of(trainRows, "row")} and "
                    + $"the test part {testRows}, and each needs at least as many rows as labels."), StratifyArgument);
    }

    /// <summary>
    /// Divides <paramref name="total"/> in proportion to the sizes: each share rounded down, and one more for the maximum
    /// remainders, equal ones in random order.
    /// </summary>
    private static int[] Allocate(int[] sizes, int total, RandomStream random)
    {
        long all = sizes.Sum();
        int[] counts = Array.ConvertAll(sizes, size => (int)((long)size * total / all));
        int[] order = [.. Enumerable.Range(0, sizes.Length)];
        random.Shuffle<int>(order);
        foreach (int i in order.OrderByDescending(i => (long)sizes[i] * total % all).Take(total - counts.Sum()))
            counts[i]++;
        return counts;
    }

    private static int[] Shuffled(List<int> rows, RandomStream random)
    {
        int[] order = [.. rows];
        random.Shuffle<int>(order);
        return order;
    }
}
