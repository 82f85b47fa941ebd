using System.Globalization;

namespace NeuralNet.Tests;

/// <summary>Rows of columns over arrays, in which null is a missing value.</summary>
internal sealed class TestRows : IRows
{
    private readonly List<Column> columns = [];

    public int RowCount => columns.Count == 0 ? 0 : columns[0].Count;

    public IReadOnlyList<Column> Columns => columns;

    public TestRows Numbers(string name, params double?[] values) => Add(new ArrayColumn<double>(name, ColumnType.Float64, values));

    public TestRows Flags(string name, params bool?[] values) => Add(new ArrayColumn<bool>(name, ColumnType.Boolean, values));

    public TestRows Dates(string name, params DateTime?[] values) => Add(new ArrayColumn<DateTime>(name, ColumnType.Date, values));

    public TestRows Texts(string name, params string?[] values) => Add(new TextColumn(name, values));

    public Column? FindColumn(string name) => columns.Find(column => column.Name == name);

    public IRows Gather(params ReadOnlySpan<int> rows)
    {
        var gathered = new TestRows();
        foreach (Column column in columns)
            gathered.Add(column.Gather(rows));
        return gathered;
    }

    public string DescribeRow(int row) => string.Create(CultureInfo.InvariantCulture, $"row {row} of test.csv");

    /// <summary>Returns the rows in parts of the given size.</summary>
    public IEnumerable<IRows> Parts(int size)
    {
        for (int start = 0; start < RowCount; start += size)
            yield return Gather([.. Enumerable.Range(start, Math.Min(size, RowCount - start))]);
    }

    private TestRows Add(Column column)
    {
        columns.Add(column);
        return this;
    }

    private sealed class ArrayColumn<T>(string name, ColumnType type, T?[] values)
        : Column(name, type, values.Length, values.Count(value => value is null))
        where T : struct
    {
        private readonly DateTime[]? dates = values is DateTime?[] given ? Array.ConvertAll(given, date => date.GetValueOrDefault()) : null;

        private readonly double[]? numbers = type == ColumnType.Date
            ? null
            : Array.ConvertAll(values, value => value is T number ? Convert.ToDouble(number, CultureInfo.InvariantCulture) : double.NaN);

        public override double GetNumber(int row) => numbers?[row] ?? base.GetNumber(row);

        public override DateTime GetDate(int row) => dates?[row] ?? base.GetDate(row);

        public override string GetText(int row) => values[row] switch
        {
            bool flag => flag ? "true" : "false",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

        public override Column Gather(params ReadOnlySpan<int> rows) => new ArrayColumn<T>(Name, Type, Pick(values, rows));

        protected override bool IsMissingCore(int row) => values[row] is null;
    }

    private sealed class TextColumn(string name, string?[] values)
        : Column(name, ColumnType.Text, values.Length, values.Count(value => value is null))
    {
        public override string GetText(int row) => values[row]!;

        public override Column Gather(params ReadOnlySpan<int> rows) => new TextColumn(Name, Pick(values, rows));

        protected override bool IsMissingCore(int row) => values[row] is null;
    }

    private static T[] Pick<T>(T[] values, ReadOnlySpan<int> rows)
    {
        var picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            picked[i] = values[rows[i]];
        return picked;
    }
}
