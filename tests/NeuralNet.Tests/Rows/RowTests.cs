namespace NeuralNet.Tests;

public class RowTests
{
    private static readonly Row Person = new()
    {
        ["age"] = 39,
        ["height"] = 1.5f,
        ["income"] = 2.25,
        ["member"] = true,
        ["since"] = new DateTime(2020, 2, 29),
        ["job"] = "nurse",
        ["city"] = null,
        ["debt"] = 5L,
        ["rate"] = double.NaN,
    };

    [Fact]
    public void ValuesHaveTheTypesOfTheirLiterals()
    {
        Assert.Equal(
            [
                ColumnType.Float64, ColumnType.Float32, ColumnType.Float64, ColumnType.Boolean, ColumnType.Date, ColumnType.Text,
                ColumnType.Text, ColumnType.Float64, ColumnType.Float64,
            ],
            Person.Columns.Select(column => column.Type));
        Assert.Equal("age: 39, height: 1.5, income: 2.25, member: true, since: 2020-02-29, job: nurse, city: , debt: 5, rate: ", Person.ToString());
    }

    [Fact]
    public void ValuesOfOtherTypesAndNullableOnesAreConverted()
    {
        DateTime local = new(2024, 7, 1, 10, 30, 0, DateTimeKind.Local);
        var row = new Row
        {
            ["decimal"] = 1.5m,
            ["day"] = new DateOnly(2024, 7, 1),
            ["moment"] = new DateTimeOffset(2024, 7, 1, 10, 30, 0, TimeSpan.FromHours(2)),
            ["local"] = local,
            ["some"] = RowValue.From((int?)3),
            ["none"] = RowValue.From((double?)null),
            ["empty"] = "",
        };
        Assert.Equal("1.5", row["decimal"].ToString());
        Assert.Equal("2024-07-01", row["day"].ToString());
        Assert.Equal("2024-07-01 08:30:00", row["moment"].ToString());
        Assert.Equal(local.ToUniversalTime(), ((IRows)row).FindColumn("local")!.GetDate(0));
        Assert.Equal("3", row["some"].ToString());
        Assert.True(row["none"].IsMissing && row["empty"].IsMissing);
        Assert.Throws<ArgumentOutOfRangeException>(() => row["key"] = 9007199254740993);
        Assert.Throws<ArgumentException>(() => RowValue.From((Guid?)Guid.Empty));
    }

    [Fact]
    public void AbsentValuesAreMissing()
    {
        Assert.Equal(["city", "rate"], Person.Columns.Where(column => column.IsMissing(0)).Select(column => column.Name));
        Assert.Equal(2, Person.Columns.Sum(column => column.MissingCount));
    }

    [Fact]
    public void ColumnsReturnTheirValues()
    {
        IRows rows = Person;
        Assert.Equal(1, rows.RowCount);
        Assert.Equal(39, rows.FindColumn("age")!.GetNumber(0));
        Assert.Equal(1, rows.FindColumn("member")!.GetNumber(0));
        Assert.Equal(new DateTime(2020, 2, 29), rows.FindColumn("since")!.GetDate(0));
        Assert.Equal("2.25", rows.FindColumn("income")!.GetText(0));
        Assert.Null(rows.FindColumn("Age"));
        float[] number = new float[3];
        rows.FindColumn("height")!.CopyNumbersTo(number, stride: 3);
        Assert.Equal([1.5f, 0, 0], number);
        Assert.Equal(3, rows.Gather(0, 0, 0).FindColumn("city")!.MissingCount);
    }

    [Fact]
    public void ValuesCanBeReplacedAndAreAddedOnce()
    {
        var row = new Row { { "a", 1 }, { "b", "x" } };
        row["a"] = 2;
        Assert.Equal(["a", "b"], row.Columns.Select(column => column.Name));
        Assert.Equal("2", row["a"].ToString());
        BadInput.Refuses<ArgumentException>(() => row.Add("b", 3), "'b'");
        BadInput.Refuses<ArgumentException>(() => _ = row["c"], "'c'", "a, b");
    }

    [Fact]
    public void WrongReadsNameTheColumn()
    {
        IRows rows = Person;
        BadInput.Refuses<InvalidOperationException>(() => rows.FindColumn("job")!.GetNumber(0), "'job'", "Text");
        BadInput.Refuses<InvalidOperationException>(() => rows.FindColumn("age")!.GetDate(0), "'age'", "Float64");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => rows.FindColumn("age")!.IsMissing(1), "'age'");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => rows.Gather(1), "1 row");
    }
}
