namespace NeuralNet;

/// <summary>
/// Divides rows into folds that leave groups whole: no group, such as the samples of one patient, has rows in the training part and in
/// the test part of a fold. scikit-learn: model_selection/_split.py, GroupKFold.
/// </summary>
public static class GroupKFold
{
    /// <summary>
    /// Divides the indices of the rows of <paramref name="groups"/>. The groups, those with more rows first, go to the fold that has the
    /// fewest rows by then; groups of equal sizes go in the order of their first rows.
    /// </summary>
    /// <typeparam name="TGroup">The type of the names or numbers of groups.</typeparam>
    /// <param name="groups">
    /// The group of each row. Any number is a group, so <c>CategoryColumn.Codes</c>, which are -1 for missing categories, make one
    /// group of all rows without a category; <c>Table.ToGroups</c> refuses such rows.
    /// </param>
    /// <param name="folds">The number of folds, at least 2; 5 by default.</param>
    /// <returns>The indices of the rows of each fold, in ascending order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds.</exception>
    /// <exception cref="ArgumentException">There are more folds than groups, or the group of a row is null or NaN.</exception>
    public static IReadOnlyList<(int[] Train, int[] Test)> Split<TGroup>(
        IReadOnlyList<TGroup> groups, int folds = FoldRows.DefaultFolds)
        where TGroup : notnull
    {
        var numbered = RowGroups.Of(groups, nameof(groups));
        FoldRows.Require(folds, numbered.Count, "group");
        var foldOfGroups = new int[numbered.Count];
        var rowsOfFolds = new int[folds];
        foreach (int group in Enumerable.Range(0, numbered.Count).OrderByDescending(group => numbered.Sizes[group]))
        {
            int lightest = Array.IndexOf(rowsOfFolds, rowsOfFolds.Min());
            foldOfGroups[group] = lightest;
            rowsOfFolds[lightest] += numbered.Sizes[group];
        }

        return FoldRows.Of(Array.ConvertAll(numbered.OfRows, group => foldOfGroups[group]), folds);
    }
}
