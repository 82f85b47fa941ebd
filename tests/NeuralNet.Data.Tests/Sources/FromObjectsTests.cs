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
    public void EmptyTextsAreMissingAndLocalTimesBecomeUniversal()
    {
        DateTime local = new(2024, 7, 1, 10, 30, 0, DateTimeKind.Local);
        Table table = Table.From(["a", ""], row => row.Column("text", text => text).Column("time", text => local));
        Assert.True(table["text"].IsMissing(1));
        Assert.Equal(local.ToUniversalTime(), table["time"].GetDate(0));
    }

    [Fact]
    public void TypesOfADataReaderCanBeGiven()
    {
        using var source = new DataTable();
        source.Columns.Add("day", typeof(string));
        source.Columns.Add("code", typeof(long));
        source.Columns.Add("anything", typeof(object));
        source.Rows.Add("2024-05-06", 7L, DBNull.Value);
        source.Rows.Add(DBNull.Value, 12345678901234567L, 2.5);
        using DataTableReader reader = source.CreateDataReader();
        Table table = Table.From(reader, new Dictionary<string, ColumnType>
        {
            ["day"] = ColumnType.Date,
            ["code"] = ColumnType.Category,
            ["anything"] = ColumnType.Float64,
        });
        Assert.Equal(new DateTime(2024, 5, 6), table["day"].GetDate(0));
        Assert.Equal("12345678901234567", table["code"].GetText(1));
        Assert.Equal([true, false], [table["anything"].IsMissing(0), table["anything"].IsMissing(1)]);
        using DataTableReader again = source.CreateDataReader();
        Assert.Throws<ArgumentException>(() => Table.From(again, Csv.Types("no", ColumnType.Text)));
    }

    /// <summary>SQLite states the type of an expression only in a row that has a value.</summary>
    [Fact]
    public void AColumnWhoseFirstValueIsMissingHasTheTypeOfItsFirstValue()
    {
        using var source = new DataTable();
        source.Columns.Add("mean", typeof(double));
        source.Rows.Add(DBNull.Value);
        source.Rows.Add(2.5);
        using var reader = new LateReader(source);
        Table table = Table.From(reader);
        Assert.Equal([double.NaN, 2.5], table.Values<double>("mean").ToArray());
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

    /// <summary>A reader that takes a column for bytes in rows without a value.</summary>
    private sealed class LateReader(DataTable table) : IDataReader
    {
        private readonly DataTableReader reader = table.CreateDataReader();

        public int FieldCount => reader.FieldCount;

        public int Depth => 0;

        public bool IsClosed => reader.IsClosed;

        public int RecordsAffected => 0;

        public object this[int i] => reader[i];

        public object this[string name] => reader[name];

        public Type GetFieldType(int i) => reader.IsDBNull(i) ? typeof(byte[]) : reader.GetFieldType(i);

        public bool IsDBNull(int i) => reader.IsDBNull(i);

        public double GetDouble(int i) => reader.GetDouble(i);

        public string GetName(int i) => reader.GetName(i);

        public bool Read() => reader.Read();

        public object GetValue(int i) => reader.GetValue(i);

        public void Close() => reader.Close();

        public void Dispose() => reader.Dispose();

        public bool NextResult() => false;

        public DataTable? GetSchemaTable() => null;

        public bool GetBoolean(int i) => throw new NotSupportedException();

        public byte GetByte(int i) => throw new NotSupportedException();

        public long GetBytes(int i, long fieldOffset, byte[]? buffer, int bufferoffset, int length) => throw new NotSupportedException();

        public char GetChar(int i) => throw new NotSupportedException();

        public long GetChars(int i, long fieldoffset, char[]? buffer, int bufferoffset, int length) => throw new NotSupportedException();

        public IDataReader GetData(int i) => throw new NotSupportedException();

        public string GetDataTypeName(int i) => throw new NotSupportedException();

        public DateTime GetDateTime(int i) => throw new NotSupportedException();

        public decimal GetDecimal(int i) => throw new NotSupportedException();

        public float GetFloat(int i) => throw new NotSupportedException();

        public Guid GetGuid(int i) => throw new NotSupportedException();

        public short GetInt16(int i) => throw new NotSupportedException();

        public int GetInt32(int i) => throw new NotSupportedException();

        public long GetInt64(int i) => throw new NotSupportedException();

        public int GetOrdinal(string name) => throw new NotSupportedException();

        public string GetString(int i) => throw new NotSupportedException();

        public int GetValues(object[] values) => throw new NotSupportedException();
    }
}
