namespace NeuralNet.Tests;

/// <summary>Folds of any settings keep the properties that scikit-learn documents.</summary>
public class FoldTests
{
    [Theory]
    [InlineData(10, 5)]
    [InlineData(97, 7)]
    [InlineData(3, 3)]
    public void EachRowIsInOneTestPartOfTheDocumentedSize(int rows, int folds)
    {
        IReadOnlyList<(int[] Train, int[] Test)> shuffled = KFold.Split(rows, folds, shuffle: true, seed: 4);
        CheckPartition(shuffled, rows);
        for (int i = 0; i < folds; i++)
            Assert.Equal(rows / folds + (i < rows % folds ? 1 : 0), shuffled[i].Test.Length);
    }

    [Fact]
    public void SeedDeterminesShuffledFolds()
    {
        Assert.Equal(Tests(KFold.Split(50, shuffle: true, seed: 1)), Tests(KFold.Split(50, shuffle: true, seed: 1)));
        Assert.NotEqual(Tests(KFold.Split(50, shuffle: true, seed: 1)), Tests(KFold.Split(50, shuffle: true, seed: 2)));
        Assert.NotEqual(Tests(KFold.Split(50, shuffle: true)), Tests(KFold.Split(50, shuffle: true)));
        int[] labels = [.. Enumerable.Range(0, 50).Select(row => row % 3)];
        Assert.Equal(
            Tests(StratifiedKFold.Split(labels, shuffle: true, seed: 1)), Tests(StratifiedKFold.Split(labels, shuffle: true, seed: 1)));
        Assert.NotEqual(
            Tests(StratifiedKFold.Split(labels, shuffle: true, seed: 1)), Tests(StratifiedKFold.Split(labels, shuffle: true, seed: 2)));
    }

    [Fact]
    public void StratifiedFoldsDifferByOneRowOfEachLabel()
    {
        var random = new RandomStream(1);
        for (int folds = 2; folds < 8; folds++)
        {
            int[] labels = [.. Enumerable.Range(0, 120).Select(_ => Math.Min(random.NextInt32(4), random.NextInt32(4)))];
            IReadOnlyList<(int[] Train, int[] Test)> split = StratifiedKFold.Split(labels, folds, shuffle: true, seed: folds);
            CheckPartition(split, labels.Length);
            CheckSpread(split.Select(fold => fold.Test.Length));
            for (int label = 0; label < 4; label++)
                CheckSpread(split.Select(fold => fold.Test.Count(row => labels[row] == label)));
        }

        static void CheckSpread(IEnumerable<int> counts) => Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    [Fact]
    public void OneHotRowsAreStratifiedAsTheirClasses()
    {
        int[] classes = [.. Enumerable.Range(0, 30).Select(row => row % 7 % 3)];
        var oneHot = new Tensor([30, 3]);
        for (int row = 0; row < 30; row++)
            oneHot[row, classes[row]] = 1;
        Assert.Equal(Tests(StratifiedKFold.Split(classes, 3)), Tests(StratifiedKFold.Split(oneHot, 3)));
    }

    [Fact]
    public void GroupsAreInOneFoldEach()
    {
        var random = new RandomStream(2);
        string[] groups = [.. Enumerable.Range(0, 200).Select(_ => $"patient {random.NextInt32(17)}")];
        IReadOnlyList<(int[] Train, int[] Test)> folds = GroupKFold.Split(groups, 4);
        CheckPartition(folds, groups.Length);
        foreach ((int[] train, int[] test) in folds)
            Assert.Empty(train.Select(row => groups[row]).Intersect(test.Select(row => groups[row])));
        int largest = groups.CountBy(group => group).Max(pair => pair.Value);
        Assert.InRange(folds.Max(fold => fold.Test.Length) - folds.Min(fold => fold.Test.Length), 0, largest);
    }

    [Fact]
    public void WhatCannotBeDividedIsRefused()
    {
        BadInput.Refuses<ArgumentOutOfRangeException>(() => KFold.Split(10, 1), "'folds' must be at least 2", "1");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => KFold.Split(-1), "rows");
        BadInput.Refuses<ArgumentException>(() => KFold.Split(4), "5 folds need as many rows or more; there are 4");
        BadInput.Refuses<ArgumentException>(
            () => StratifiedKFold.Split(new float[] { 0, 0, 2.5f, 0, 2.5f }, 3), "The label [2.5] has 2 rows", "row 2", "3 folds");
        BadInput.Refuses<ArgumentException>(() => StratifiedKFold.Split(new float[] { 0, float.NaN, 0 }, 2), "The label of row 1 is NaN");
        BadInput.Refuses<ArgumentException>(() => StratifiedKFold.Split(new Tensor([]), 2), "'labels' is a scalar");
        BadInput.Refuses<ArgumentException>(() => GroupKFold.Split(new[] { "a", "b", "a" }, 3), "3 folds need as many groups", "are 2");
        BadInput.Refuses<ArgumentException>(() => GroupKFold.Split(new[] { "a", null!, "b" }, 2), "The group of row 1 is null");
        BadInput.Refuses<ArgumentException>(() => GroupKFold.Split([1, double.NaN], 2), "The group of row 1 is NaN");
        BadInput.Refuses<ArgumentException>(
            () => TimeSeriesSplit.Split(10, 3, testRows: 3, gap: 1), "3 folds of 3 test rows", "gap of 1 row", "need 11 rows", "are 10");
        BadInput.Refuses<ArgumentException>(() => TimeSeriesSplit.Split(5), "need 6 rows; there are 5");
        BadInput.Refuses<ArgumentException>(() => TimeSeriesSplit.Split(int.MaxValue, int.MaxValue), "there are 2147483647");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => TimeSeriesSplit.Split(10, gap: -1), "gap");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => TimeSeriesSplit.Split(10, testRows: 0), "testRows");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => TimeSeriesSplit.Split(10, maxTrainRows: 0), "maxTrainRows");
        Assert.Throws<ArgumentNullException>(() => StratifiedKFold.Split(null!));
        Assert.Throws<ArgumentNullException>(() => GroupKFold.Split<int>(null!));
    }

    private static int[][] Tests(IReadOnlyList<(int[] Train, int[] Test)> folds) => [.. folds.Select(fold => fold.Test)];

    private static void CheckPartition(IReadOnlyList<(int[] Train, int[] Test)> folds, int rows)
    {
        Assert.Equal(Enumerable.Range(0, rows), folds.SelectMany(fold => fold.Test).Order());
        foreach ((int[] train, int[] test) in folds)
        {
            Assert.Equal(Enumerable.Range(0, rows), train.Concat(test).Order());
            Assert.Equal(train.Order(), train);
            Assert.Equal(test.Order(), test);
        }
    }
}
