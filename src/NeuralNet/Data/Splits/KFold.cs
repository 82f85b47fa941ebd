namespace NeuralNet;

/// <summary>
/// Divides rows into folds of equal sizes, each of which is the test part once, while the others are the training part. scikit-learn:
/// model_selection/_split.py, KFold.
/// </summary>
public static class KFold
{
    /// <summary>
    /// Divides the indices from 0 to <paramref name="rows"/> - 1: the first <c>rows % folds</c> folds have
    /// <c>rows / folds + 1</c> rows, the others <c>rows / folds</c>.
    /// </summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="folds">The number of folds, at least 2; 5 by default.</param>
    /// <param name="shuffle">
    /// Shuffles the rows before they are divided, as data that are sorted by class require; otherwise each fold is a range of rows. False
    /// by default.
    /// </param>
    /// <param name="seed">The seed that determines the shuffling; null draws one.</param>
    /// <returns>The indices of the rows of each fold, in ascending order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or <paramref name="rows"/> is negative.</exception>
    /// <exception cref="ArgumentException">There are more folds than rows.</exception>
    public static IReadOnlyList<(int[] Train, int[] Test)> Split(
        int rows, int folds = FoldRows.DefaultFolds, bool shuffle = false, int? seed = null)
    {
        Require.NonNegative(rows);
        FoldRows.Require(folds, rows, "row");
        int[] order = [.. Enumerable.Range(0, rows)];
        if (shuffle)
            NeuralNet.Split.NewRandom(seed).Shuffle<int>(order);
        var foldOfRows = new int[rows];
        for (int i = 0; i < rows; i++)
            foldOfRows[order[i]] = FoldAt(i, rows, folds);
        return FoldRows.Of(foldOfRows, folds);
    }

    /// <summary>Returns the fold of an index in the order of rows.</summary>
    private static int FoldAt(int index, int rows, int folds)
    {
        (int size, int larger) = Math.DivRem(rows, folds);
        int inLarger = larger * (size + 1);
        return index < inLarger ? index / (size + 1) : larger + (index - inLarger) / size;
    }
}
