namespace NeuralNet.Data.Tests;

public class TableTests
{
    private static readonly Table Sample = Csv.Read("n,wide,flag,kind,when\n1,1e300,true,a,2024-01-02\n?,2,false,b,2024-01-03T04:05:06Z\n3,?,?,?,?\n4,5,true,a,?\n");

    [Fact]
    public void TensorsHoldTheColumnsSideBySide()
    {
        Table table = Csv.Read("a,b,c,d\n1,true,16777217,x\n2,false,4,y\n");
        Tensor tensor = table.ToTensor("c", "a", "b");
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal([16777217f, 1, 1, 4, 2, 0], tensor.ToArray());
        Assert.Equal([1f, 2f], table.ToTensor("a").ToArray());
        Assert.Equal([0f, 1f], table.ToLabels("d").ToArray());
        Assert.Equal([2, 1], table.ToLabels("d").Shape);
        Assert.Equal([1f, 0f], table.ToLabels("b").ToArray());
    }

    [Fact]
    public void NoMissingValueAndNoOverflowComesIntoATensor()
    {
        Assert.Equal("The column 'n' of the stream lacks 1 of 4 values, the first in row 1 (rows count from 0). DropMissing leaves such rows out.",
            Assert.Throws<InvalidOperationException>(() => Sample.ToTensor("n")).Message);
        Assert.Contains("The column 'kind' of the stream lacks", Assert.Throws<InvalidOperationException>(() => Sample.ToLabels("kind")).Message,
            StringComparison.Ordinal);
        Assert.Contains("has 1E+300 in row 0, beyond the range of float32",
            Assert.Throws<InvalidOperationException>(() => Sample.Head(1).ToTensor("wide")).Message, StringComparison.Ordinal);
        Assert.Contains("'kind' has values of the type Category, which are no numbers. If it is the target, ToLabels",
            Assert.Throws<ArgumentException>(() => Sample.ToTensor()).Message, StringComparison.Ordinal);
        Assert.Contains("labels are made of categories", Assert.Throws<ArgumentException>(() => Csv.Read("x\n1.5\n").ToLabels("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnsAreFoundByName()
    {
        Assert.Equal("The table of the stream has no column 'N'. Its columns are: n, wide, flag, kind, when. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => Sample["N"]).Message);
        Assert.Contains("has values of the type Float64, not Single", Assert.Throws<ArgumentException>(() => Sample.Values<float>("wide").Length).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample["n"].IsMissing(4));
        Assert.Equal("n: Float32, 4 rows, 1 missing", Sample["n"].ToString());
    }

    [Fact]
    public void TextsOfMissingValuesAreRefused()
    {
        Table table = Csv.Read("c,x,f,d\na,1,true,2024-01-01\n?,?,?,?\n");
        foreach (Column column in table.Columns)
        {
            Assert.Contains($"The column '{column.Name}' has no value in row 1", Assert.Throws<InvalidOperationException>(() => column.GetText(1)).Message,
                StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => column.GetText(2));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => table["x"].GetNumber(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => table["d"].GetDate(-1));
    }

    [Fact]
    public void GroupsAndTimesAreThoseOfTheRows()
    {
        Table table = Csv.Read("patient,id,day,kind\nada,7,2024-01-02,a\nben,8,2024-01-01,\nada,7,2024-01-03,b\n");
        Assert.Equal(["ada", "ben", "ada"], table.ToGroups("patient"));
        Assert.Equal(["7", "8", "7"], table.ToGroups("id"));
        Assert.Equal([2, 1, 3], table.ToTimes("day").Select(day => day.Day));
        Assert.Equal([2], Split.TrainTestByTime(table.ToTimes("day"), 0.3).Test);
        Assert.Contains("'kind' of the stream lacks 1 of 3", Assert.Throws<InvalidOperationException>(() => table.ToGroups("kind")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => table.ToTimes("patient"));
    }

    [Fact]
    public void WholeNumbersAreClasses()
    {
        Table table = Csv.Read("digit\n7\n0\n7\n3\n");
        Assert.Equal(["0", "3", "7"], table.CategoriesOf("digit"));
        Assert.Equal([2f, 0, 2, 1], table.ToLabels("digit").ToArray());
        Assert.Equal([1f], Csv.Read("digit\n3\n").ToLabels("digit", ["7", "3"]).ToArray());
    }

    [Fact]
    public void GatherCopiesValuesAndMissingOnesOfEveryType()
    {
        Table gathered = Sample.Gather(3, 2, 0, 3);
        foreach (Column column in Sample.Columns)
        {
            string[] texts = Sample.Texts(column.Name);
            Assert.Equal([texts[3], texts[2], texts[0], texts[3]], gathered.Texts(column.Name));
            Assert.Equal(gathered.Texts(column.Name).Count(text => text.Length == 0), gathered[column.Name].MissingCount);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.Gather(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.Gather(-1));
    }

    [Fact]
    public void DropMissingKeepsTheRowsWithValues()
    {
        Assert.Equal(["1"], Sample.DropMissing().Texts("n"));
        Assert.Equal(["1", "3", "4"], Sample.DropMissing("n").Texts("n"));
        Assert.Equal(["1", "4"], Sample.DropMissing("n", "flag").Texts("n"));
        Assert.Equal(0, Sample.Gather(2).DropMissing().RowCount);
        Assert.Equal([0, 1], Sample.Gather(2).DropMissing("flag").ToTensor("flag").Shape);
    }

    [Fact]
    public void SummaryNamesTypesMissingValuesAndExamples() => Assert.Equal(
        "4 rows, 5 columns\n"
        + "column  type      values  missing  examples\n"
        + "n       Float32        3        1  1, 3, 4\n"
        + "wide    Float64        3        1  1E+300, 2, 5\n"
        + "flag    Boolean        3        1  true, false\n"
        + "kind    Category       3        1  a, b\n"
        + "when    Date           2        2  2024-01-02, 2024-01-03 04:05:06\n",
        Sample.Summary());

    [Fact]
    public void PrintsTheFirstRows()
    {
        Assert.Equal(
            "n    wide   flag  kind  when\n"
            + "1  1E+300   true  a     2024-01-02\n"
            + "        2  false  b     2024-01-03 04:05:06\n",
            Sample.Head(2).ToString());
        Table many = Csv.Read("x\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}\n")));
        Assert.EndsWith("\n9\n… 20 more rows\n", many.ToString(), StringComparison.Ordinal);
        Assert.Equal(5, many.Head().RowCount);
    }
}
