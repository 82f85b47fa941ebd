using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Divides rows that are in the order of time into folds: the test part of each fold follows that of the fold before, and the training
/// part is what precedes the test part. scikit-learn: model_selection/_split.py, TimeSeriesSplit.
/// </summary>
public static class TimeSeriesSplit
{
    /// <summary>
    /// Divides the indices from 0 to <paramref name="rows"/> - 1. The test parts are the last rows; the first rows are in no test part.
    /// </summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="folds">The number of folds, at least 2; 5 by default.</param>
    /// <param name="testRows">The number of rows of each test part; <c>rows / (folds + 1)</c> by default.</param>
    /// <param name="gap">
    /// The number of rows between the training part and the test part that are in neither, as for targets that overlap; 0 by default.
    /// </param>
    /// <param name="maxTrainRows">The maximum number of rows of a training part, the last ones; by default all.</param>
    /// <returns>The indices of the rows of each fold, in ascending order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">There are too few rows for the test parts, the gap and a training row.</exception>
    public static IReadOnlyList<(int[] Train, int[] Test)> Split(
        int rows, int folds = FoldRows.DefaultFolds, int? testRows = null, int gap = 0, int? maxTrainRows = null)
    {
        Require.NonNegative(rows);
        Require.AtLeast(2, folds);
        Require.PositiveIfGiven(testRows);
        Require.NonNegative(gap);
        Require.PositiveIfGiven(maxTrainRows);
        int size = testRows ?? (int)(rows / (folds + 1L));
        if (size == 0 || rows - gap - (long)folds * size <= 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{Counted.Of(folds, "fold")} of {Counted.Of(Math.Max(1, size), "test row")} after a gap of {Counted.Of(gap, "row")} and "
                    + $"at least 1 training row need {folds * (long)Math.Max(1, size) + gap + 1} rows; there are {rows}."), nameof(rows));
        var parts = new (int[] Train, int[] Test)[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            int testStart = rows - (folds - fold) * size, trainEnd = testStart - gap;
            int trainStart = Math.Max(0, trainEnd - (maxTrainRows ?? trainEnd));
            parts[fold] = ([.. Enumerable.Range(trainStart, trainEnd - trainStart)], [.. Enumerable.Range(testStart, size)]);
        }

        return parts;
    }
}
