using System.Data;

namespace NeuralNet.Data.Tests;

public class FromObjectsTests
{
    private static readonly Person[] People =
    [
        new("Ada", 36.5f, 1, 12.5, true, new DateTime(1990, 1, 2), 7),
        new("Ben", null, 2, double.NaN, null, null, null),
        new(null!, 20, long.MaxValue - 1023, 3, false, new DateTime(2000, 3, 4), -5),
    ];

    [Fact]
    public void SelectorsFillTheColumns()
    {
        Table table = Table.From(People, row => row
            .Column("name", person => person.Name)
            .Column("age", person => person.Age)
            .Column("key", person => person.Key)
            .Column("weight", person => person.Weight)
            .Column("smokes", person => person.Smokes)
            .Column("born", person => person.Born)
            .Column("steps", person => person.Steps)
            .Column("price", person => (decimal)person.Key / 2)
            .Column("day", person => DateOnly.FromDateTime(person.Born ?? default))
            .Column("moment", person => new DateTimeOffset(2020, 1, 1, 1, 0, 0, TimeSpan.FromHours(1)))
            .Column("byte", person => (byte)200));
        Assert.Equal(
            [
                ColumnType.Category, ColumnType.Float32, ColumnType.Float64, ColumnType.Float64, ColumnType.Boolean, ColumnType.Date,
                ColumnType.Float32, ColumnType.Float64, ColumnType.Date, ColumnType.Date, ColumnType.Float32,
            ],
            table.Columns.Select(column => column.Type));
        Assert.Equal([1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0], table.Columns.Select(column => column.MissingCount));
        Assert.Equal(["Ada", "Ben", ""], table.Texts("name"));
        Assert.Equal([36.5f, float.NaN, 20], table.Values<float>("age").ToArray());
        Assert.Equal([1, 2, (double)(long.MaxValue - 1023)], table.Values<double>("key").ToArray());
        Assert.Equal([7f, float.NaN, -5], table.Values<float>("steps").ToArray());
        Assert.Equal([0.5, 1], table.Values<double>("price")[..2].ToArray());
        Assert.Equal(new DateTime(1990, 1, 2), table.Values<DateTime>("day")[0]);
        Assert.Equal(new DateTime(2020, 1, 1), table.Values<DateTime>("moment")[0]);
        Assert.Equal(200f, table.Values<float>("byte")[0]);
    }

    [Fact]
    public void TextsThatDoNotRepeatStayTexts()
    {
        Table table = Table.From(Enumerable.Range(0, 60), row => row
            .Column("text", i => i == 3 ? null : $"text {i}")
            .Column("kind", i => $"kind {i % 30}"));
        Assert.Equal([ColumnType.Text, ColumnType.Category], table.Columns.Select(column => column.Type));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => i == 3 ? null : $"text {i}"), table.Values<string>("text").ToArray());
        Assert.True(table["text"].IsMissing(3));
    }

    [Fact]
    public void BadValuesAreNamedWithRowAndColumn()
    {
        string infinite = Assert.Throws<InvalidDataException>(() =>
            Table.From([1f, float.PositiveInfinity], row => row.Column("x", value => value))).Message;
        Assert.StartsWith("the objects, row 1 (rows count from 0), column 'x': Infinity is infinite", infinite, StringComparison.Ordinal);
        string rounded = Assert.Throws<InvalidDataException>(() => Table.From([long.MaxValue], row => row.Column("key", value => value))).Message;
        Assert.Contains("row 0 (rows count from 0), column 'key': 9223372036854775807", rounded, StringComparison.Ordinal);
    }

    [Fact]
    public void BadDefinitionsAreRefused()
    {
        Assert.Contains("Two columns are named 'x'", Assert.Throws<ArgumentException>(() =>
            Table.From([1], row => row.Column("x", i => i).Column("x", i => i))).Message, StringComparison.Ordinal);
        Assert.Contains("'x' has values of the type Guid", Assert.Throws<ArgumentException>(() =>
            Table.From([1], row => row.Column("x", i => Guid.Empty))).Message, StringComparison.Ordinal);
        Assert.Contains("'x' has values of the type DayOfWeek", Assert.Throws<ArgumentException>(() =>
            Table.From([1], row => row.Column("x", i => DayOfWeek.Friday))).Message, StringComparison.Ordinal);
        Assert.Contains("at least one column", Assert.Throws<ArgumentException>(() => Table.From([1], row => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataReadersFillTheColumns()
    {
        using var source = new DataTable();
        source.Columns.Add("name", typeof(string));
        source.Columns.Add("age", typeof(int));
        source.Columns.Add("weight", typeof(double));
        source.Columns.Add("key", typeof(long));
        source.Columns.Add("born", typeof(DateTime));
        source.Columns.Add("ok", typeof(bool));
        source.Columns.Add("price", typeof(decimal));
        source.Columns.Add("small", typeof(float));
        source.Rows.Add("Ada", 36, 1.5, 7L, new DateTime(1990, 1, 2), true, 2.5m, 0.1f);
        source.Rows.Add(DBNull.Value, DBNull.Value, DBNull.Value, DBNull.Value, DBNull.Value, DBNull.Value, DBNull.Value, DBNull.Value);
        using DataTableReader reader = source.CreateDataReader();
        Table table = Table.From(reader);
        Assert.Equal(["Ada", "36", "1.5", "7", "1990-01-02", "true", "2.5", "0.1"], table.Columns.Select(column => column.GetText(0)));
        Assert.All(table.Columns, column => Assert.True(column.IsMissing(1)));
    }

    [Fact]
    public void DataReadersOfOtherTypesAreRefused()
    {
        using var source = new DataTable();
        source.Columns.Add("key", typeof(Guid));
        using DataTableReader reader = source.CreateDataReader();
        Assert.Contains("The column 'key' of the data reader has the type Guid",
            Assert.Throws<NotSupportedException>(() => Table.From(reader)).Message, StringComparison.Ordinal);
    }

    private sealed record Person(string Name, float? Age, long Key, double Weight, bool? Smokes, DateTime? Born, short? Steps);
}
