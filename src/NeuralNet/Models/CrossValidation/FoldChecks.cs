namespace NeuralNet;

/// <summary>Validates folds before any is trained.</summary>
internal static class FoldChecks
{
    /// <exception cref="ArgumentException">The folds cannot be cross-validated on data of so many rows.</exception>
    public static void Require(IReadOnlyList<(int[] Train, int[] Test)> folds, int rows)
    {
        ArgumentNullException.ThrowIfNull(folds);
        if (folds.Count == 0)
            throw new ArgumentException("'folds' is empty; at least one fold is needed.", nameof(folds));
        int[] testFolds = new int[rows];
        Array.Fill(testFolds, -1);
        for (int fold = 0; fold < folds.Count; fold++)
        {
            RequirePart(folds[fold].Train, fold, "training", rows);
            RequirePart(folds[fold].Test, fold, "test", rows);
            foreach (int row in folds[fold].Test)
            {
                if (testFolds[row] >= 0)
                    throw Wrong(fold, $"has row {row} in its test part, as fold {testFolds[row]} has; each row is predicted once");
                testFolds[row] = fold;
            }

            if (Array.FindIndex(folds[fold].Train, row => testFolds[row] == fold) is int index and >= 0)
                throw Wrong(fold, $"has row {folds[fold].Train[index]} in both parts; it would be evaluated on what it was trained on");
        }
    }

    private static void RequirePart(int[]? part, int fold, string name, int rows)
    {
        if (part is not { Length: > 0 })
            throw Wrong(fold, $"has no rows in its {name} part; both parts need at least one");
        if (Array.FindIndex(part, row => (uint)row >= (uint)rows) is int index and >= 0)
            throw Wrong(fold, $"has row {part[index]} in its {name} part; the data have {Counted.Numbers(rows, "row")}");
    }

    private static ArgumentException Wrong(int fold, string message) =>
        new(FormattableString.Invariant($"Fold {fold} {message}."), "folds");
}
