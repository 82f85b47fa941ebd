namespace NeuralNet.Data.Tests;

/// <summary>Tests of files that are read with the types of the training table, and of texts that are true and false.</summary>
public class LikeTests
{
    private static readonly Table Training = Csv.Read("smoker,x,note,y\nTrue,1.5,a,True\nFalse,2,b,False\nUnknown,3,,Unknown\n");

    [Fact]
    public void ColumnsHaveTheTypesOfTheTrainingTable()
    {
        Table test = Csv.Read("smoker,x,note\nTrue,,\nFalse,,\n", new CsvOptions { Like = Training });
        Assert.Equal([ColumnType.Category, ColumnType.Float32, ColumnType.Category], test.Columns.Select(column => column.Type));
        Assert.Equal(["True", "False"], test.Texts("smoker"));
        Assert.Equal(2, test["x"].MissingCount);
        Table given = Csv.Read("x,extra\n1,true\n", new CsvOptions { Like = Training, Types = Csv.Types("x", ColumnType.Text) });
        Assert.Equal([ColumnType.Text, ColumnType.Boolean], given.Columns.Select(column => column.Type));
    }

    [Fact]
    public void ANumberWithMoreDigitsThanThoseOfTheTrainingTableIsKept() =>
        Assert.Equal(16777217, Csv.Read("x\n16777217\n", new CsvOptions { Like = Training })["x"].GetNumber(0));

    [Fact]
    public void AValueOfAnotherTypeNamesTheTrainingTable()
    {
        Assert.Contains("line 2, column 'x': 'abc' is not a number. The type Float32 is that of the column in the table of Like.",
            Csv.ErrorOf("x\nabc\n", new CsvOptions { Like = Training }), StringComparison.Ordinal);
    }

    [Fact]
    public void TrueAndFalseAreTheSameCategoriesHoweverTheFileWasRead()
    {
        Table test = Csv.Read("smoker,y\nTrue,True\nFalse,False\n");
        Assert.Equal(ColumnType.Boolean, test["smoker"].Type);
        foreach (FeatureSpace space in new[] { new FeatureSpace().StringCategorical("smoker"), new FeatureSpace().StringHashed("smoker", 16) })
            Assert.Equal(space.Adapt(Training).Encode(Training.Head(2)).ToArray(), space.Encode(test).ToArray());
        Assert.Equal([0f, 1], test.ToLabels("y", Training.CategoriesOf("y")).ToArray());
        Assert.Equal([1f, 0], Training.Head(2).ToLabels("y", test.CategoriesOf("y")).ToArray());
    }
}
