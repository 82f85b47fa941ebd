namespace NeuralNet;

/// <summary>
/// Divides rows into folds that keep the proportions of the labels: the test parts of any two folds differ by at most one row of each
/// label, and by at most one row in all. scikit-learn: model_selection/_split.py, StratifiedKFold.
/// </summary>
public static class StratifiedKFold
{
    /// <summary>Divides the indices of the rows of <paramref name="labels"/>.</summary>
    /// <param name="labels">
    /// The labels, one for each row, usually the targets. Rows of several values, such as one-hot ones, are labels as a whole.
    /// </param>
    /// <param name="folds">The number of folds, at least 2; 5 by default.</param>
    /// <param name="shuffle">
    /// Shuffles the rows of each label before they are divided; otherwise they go to the folds in their order. False by default.
    /// </param>
    /// <param name="seed">The seed that determines the shuffling; null draws one.</param>
    /// <returns>The indices of the rows of each fold, in ascending order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds.</exception>
    /// <exception cref="ArgumentException">A label is NaN, or has fewer rows than there are folds.</exception>
    /// <remarks>
    /// A label of fewer rows than folds, of which scikit-learn warns, is an error: it would be absent from the test part of a fold.
    /// </remarks>
    public static IReadOnlyList<(int[] Train, int[] Test)> Split(
        Tensor labels, int folds = FoldRows.DefaultFolds, bool shuffle = false, int? seed = null)
    {
        FoldRows.Require(folds, NeuralNet.Split.RowsOf(labels, nameof(labels)), "row");
        int[][] classes = [.. LabelClasses.Of(labels, nameof(labels)).OrderBy(members => members[0])];
        RequireMembers(labels, classes, folds);
        RandomStream? random = shuffle ? NeuralNet.Split.NewRandom(seed) : null;
        var foldOfRows = new int[labels.Rows];
        int start = 0;
        foreach (int[] members in classes)
        {
            int[] foldOfMembers = Allocate(start, members.Length, folds);
            random?.Shuffle<int>(foldOfMembers);
            for (int i = 0; i < members.Length; i++)
                foldOfRows[members[i]] = foldOfMembers[i];
            start += members.Length;
        }

        return FoldRows.Of(foldOfRows, folds);
    }

    /// <summary>
    /// Returns the folds of the rows of a label, in ascending order. Each fold has as many as it would have if all rows, sorted by label,
    /// were dealt to the folds like cards, and those of the label started at <paramref name="start"/>.
    /// </summary>
    private static int[] Allocate(int start, int count, int folds)
    {
        var allocated = new int[count];
        for (int i = 0; i < count; i++)
            allocated[i] = (start + i) % folds;
        Array.Sort(allocated);
        return allocated;
    }

    private static void RequireMembers(Tensor labels, int[][] classes, int folds)
    {
        if (Array.Find(classes, members => members.Length < folds) is { } few)
            throw new ArgumentException($"The label {LabelClasses.Text(labels, few[0])} has {Counted.Of(few.Length, "row")}, the first of "
                + $"which is row {few[0]}; {Counted.Of(folds, "fold")} need at least {folds} rows of each label. Use fewer folds. Targets "
                + "of a regression are no labels.", nameof(labels));
    }
}
