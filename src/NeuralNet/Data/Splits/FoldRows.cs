namespace NeuralNet;

/// <summary>Lists the rows of folds, whose test parts together are all rows.</summary>
internal static class FoldRows
{
    /// <summary>The number of folds of scikit-learn's splitters.</summary>
    public const int DefaultFolds = 5;

    /// <summary>Returns the rows of each fold, ascending, by the fold in whose test part each row is.</summary>
    public static IReadOnlyList<(int[] Train, int[] Test)> Of(int[] foldOfRows, int folds)
    {
        var test = new int[folds][];
        var sizes = new int[folds];
        foreach (int fold in foldOfRows)
            sizes[fold]++;
        for (int fold = 0; fold < folds; fold++)
            test[fold] = new int[sizes[fold]];
        Array.Clear(sizes);
        for (int row = 0; row < foldOfRows.Length; row++)
            test[foldOfRows[row]][sizes[foldOfRows[row]]++] = row;
        return Array.ConvertAll(test, rows => (Others(rows, foldOfRows.Length), rows));
    }

    /// <summary>Validates the number of folds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 2.</exception>
    /// <exception cref="ArgumentException">There are more folds than rows or groups.</exception>
    public static void Require(int folds, int count, string what)
    {
        NeuralNet.Require.AtLeast(2, folds);
        if (folds > count)
            throw new ArgumentException($"{Counted.Of(folds, "fold")} need as many {what}s or more; there are {count}.", nameof(folds));
    }

    /// <summary>Returns the rows that are not among the given ones, which are ascending.</summary>
    private static int[] Others(int[] rows, int count)
    {
        var others = new int[count - rows.Length];
        int next = 0;
        for (int row = 0; row < count; row++)
        {
            if (row - next < rows.Length && rows[row - next] == row)
                continue;
            others[next++] = row;
        }

        return others;
    }
}
