using System.Globalization;

namespace NeuralNet.Tests;

public class GroupAndTimeSplitTests
{
    /// <summary>scikit-learn: ceil(testFraction · groups) groups for the test, all others for training.</summary>
    [Theory]
    [InlineData(10, 0.25, 3)]
    [InlineData(7, 0.5, 4)]
    [InlineData(2, 0.01, 1)]
    public void GroupsAreInOnePartEach(int count, double fraction, int testGroups)
    {
        int[] groups = [.. Enumerable.Range(0, 60).Select(row => row * row % 61 % count)];
        int distinct = groups.Distinct().Count();
        Assert.Equal(count, distinct);
        for (int seed = 0; seed < 20; seed++)
        {
            (int[] train, int[] test) = Split.TrainTestByGroup(groups, fraction, seed);
            Assert.Equal(Enumerable.Range(0, 60), train.Concat(test).Order());
            Assert.Equal(train.Order(), train);
            Assert.Equal(test.Order(), test);
            Assert.Empty(train.Select(row => groups[row]).Intersect(test.Select(row => groups[row])));
            Assert.Equal(testGroups, test.Select(row => groups[row]).Distinct().Count());
        }
    }

    [Fact]
    public void SeedDeterminesTheGroupsAndEachIsDrawn()
    {
        string[] groups = ["a", "b", "b", "c", "d", "a"];
        Assert.Equal(Split.TrainTestByGroup(groups, 0.5, seed: 3).Test, Split.TrainTestByGroup(groups, 0.5, seed: 3).Test);
        Assert.Equal(
            ["a", "b", "c", "d"],
            Enumerable.Range(0, 50).Select(seed => groups[Split.TrainTestByGroup(groups, seed: seed).Test[0]]).Distinct().Order());
    }

    [Fact]
    public void LatestRowsAreTheTest()
    {
        DateOnly[] days = [new(2024, 3, 1), new(2023, 1, 1), new(2024, 1, 5), new(2023, 1, 1), new(2022, 9, 9)];
        (int[] train, int[] test) = Split.TrainTestByTime(days, 0.4);
        Assert.Equal([4, 1, 3], train);
        Assert.Equal([2, 0], test);
    }

    /// <summary>In Danish "aa" sorts behind "b"; names are compared by their characters.</summary>
    [Fact]
    public void TimesAsTextDoNotDependOnTheCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("da-DK");
            Assert.Equal([1], Split.TrainTestByTime(["aa", "b"], 0.5).Test);
            Assert.Equal([0], Split.TrainTestByTime(["a", "B"], 0.5).Test);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void InputsAndTargetsStayTogether()
    {
        Tensor x = new float[,] { { 0, 1 }, { 2, 3 }, { 4, 5 }, { 6, 7 } }, y = new float[] { 0, 1, 2, 3 };
        var byTime = Split.TrainTestByTime(x, y, [4, 1, 3, 2]);
        Assert.Equal([1, 3, 2], byTime.Train.Y.ToArray());
        Assert.Equal([0, 1], byTime.Test.X.ToArray());
        var byGroup = Split.TrainTestByGroup(x, y, ["a", "b", "a", "b"], 0.5, seed: 1);
        foreach ((Tensor partX, Tensor partY) in new[] { byGroup.Train, byGroup.Test })
        {
            Assert.Equal(2, partY.Length);
            Assert.Equal(partY[0] + 2, partY[1]);
            Assert.Equal([2 * partY[0], 2 * partY[0] + 1], partX.Row(0).ToArray());
        }
    }

    [Fact]
    public void RowsOfOneTimeAreInOnePart()
    {
        (int[] train, int[] test) = Split.TrainTestByTime([1, 1, 2, 2, 2, 2, 2, 2], 0.25);
        Assert.Equal([0, 1], train);
        Assert.Equal([2, 3, 4, 5, 6, 7], test);
        Assert.Equal([1, 2, 3], Split.TrainTestByTime([1, 2, 2, 3], 0.5).Test);
        BadInput.Refuses<ArgumentException>(() => Split.TrainTestByTime([1, 1, 1]), "the same time");
        BadInput.Refuses<ArgumentException>(() => Split.TrainTestByTime([new DateTime(2024, 1, 1), default]), "The time of row 1 is 0001-01-01");
    }

    [Fact]
    public void WhatCannotBeDividedIsRefused()
    {
        Tensor x = new Tensor([4, 2]), y = new Tensor(4);
        BadInput.Refuses<ArgumentException>(() => Split.TrainTestByGroup(x, y, [1, 2, 3]), "'groups' has 3 rows for 4 rows of data");
        BadInput.Refuses<ArgumentException>(() => Split.TrainTestByGroup(x, new Tensor(5), [1, 2, 3, 4]), "'y' has 5 rows");
        BadInput.Refuses<ArgumentException>(() => Split.TrainTestByGroup([1, 1, 1]), "0.25 of 1 group leaves 0 for training and 1");
        BadInput.Refuses<ArgumentException>(() => Split.TrainTestByGroup([1f, float.NaN]), "The group of row 1 is NaN");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => Split.TrainTestByGroup([1, 2], 1), "testFraction");
        BadInput.Refuses<ArgumentException>(() => Split.TrainTestByTime(x, y, [1, 2, 3]), "'times' has 3 rows for 4 rows of data");
        BadInput.Refuses<ArgumentException>(() => Split.TrainTestByTime([1, double.NaN]), "The time of row 1 is NaN");
        BadInput.Refuses<ArgumentException>(() => Split.TrainTestByTime([null!, "2024"]), "The time of row 0 is null");
        BadInput.Refuses<ArgumentException>(() => Split.TrainTestByTime([1]), "1 row leaves 0 for training");
        Assert.Throws<ArgumentNullException>(() => Split.TrainTestByGroup<int>(null!));
        Assert.Throws<ArgumentNullException>(() => Split.TrainTestByTime<int>(null!));
    }
}
