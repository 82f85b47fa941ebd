using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// A row of named values, for the prediction of a model that has encoders:
/// <c>model.Predict(new Row { ["age"] = 39, ["job"] = "nurse", ["income"] = null })</c>.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A row is the field's term.")]
public sealed class Row : IRows, IEnumerable<KeyValuePair<string, RowValue>>
{
    private readonly List<Column> columns = [];
    private readonly Dictionary<string, int> indexOf = new(StringComparer.Ordinal);
    private readonly int count = 1;

    /// <summary>Creates a row without values.</summary>
    public Row()
    {
    }

    private Row(Row row, int count)
    {
        indexOf = new(row.indexOf, StringComparer.Ordinal);
        columns = [.. row.columns.Cast<ValueColumn>().Select(column => new ValueColumn(column.Name, column.Value, count))];
        this.count = count;
    }

    /// <summary>The columns, in the order in which their values were set.</summary>
    public IReadOnlyList<Column> Columns => columns;

    int IRows.RowCount => count;

    /// <summary>Gets or sets the value of a column.</summary>
    /// <exception cref="ArgumentException">The row has no value of the name, which is read.</exception>
    public RowValue this[string name]
    {
        get => Find(name) is { } column
            ? column.Value
            : throw new ArgumentException($"The row has no value named '{name}'. It has: "
                + $"{string.Join(", ", columns.Select(column => column.Name))}.", nameof(name));
        set
        {
            var column = new ValueColumn(name, value, count);
            if (indexOf.TryAdd(name, columns.Count))
                columns.Add(column);
            else
                columns[indexOf[name]] = column;
        }
    }

    /// <summary>Adds a value.</summary>
    /// <exception cref="ArgumentException">The row has a value of this name.</exception>
    public void Add(string name, RowValue value)
    {
        if (Find(name) is not null)
            throw new ArgumentException($"The row has a value named '{name}' already.", nameof(name));
        this[name] = value;
    }

    Column? IRows.FindColumn(string name) => Find(name);

    IRows IRows.Gather(params ReadOnlySpan<int> rows) => new Row(this, CountOf(rows, count));

    string IRows.DescribeRow(int row) => "the row";

    IEnumerator<KeyValuePair<string, RowValue>> IEnumerable<KeyValuePair<string, RowValue>>.GetEnumerator() =>
        columns.Cast<ValueColumn>().Select(column => KeyValuePair.Create(column.Name, column.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<string, RowValue>>)this).GetEnumerator();

    /// <summary>Returns the names and values.</summary>
    public override string ToString() => string.Join(", ", this.Select(pair => $"{pair.Key}: {pair.Value}"));

    /// <summary>Returns the number of indices after a check that there are such rows.</summary>
    private static int CountOf(ReadOnlySpan<int> rows, int count)
    {
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"There is no such row; there is {Counted.Of(count, "row")}.");
        }

        return rows.Length;
    }

    private ValueColumn? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return indexOf.TryGetValue(name, out int index) ? (ValueColumn)columns[index] : null;
    }

    /// <summary>The column of one value, which all rows have.</summary>
    private sealed class ValueColumn(string name, RowValue value, int count)
        : Column(name, value.Type, count, value.IsMissing ? count : 0)
    {
        public RowValue Value => value;

        public override double GetNumber(int row) => IsNumeric ? value.Number : base.GetNumber(row);

        public override DateTime GetDate(int row) => Type == ColumnType.Date ? value.Date : base.GetDate(row);

        public override string GetText(int row) => value.ToString();

        public override Column Gather(params ReadOnlySpan<int> rows) => new ValueColumn(Name, value, CountOf(rows, Count));

        protected override bool IsMissingCore(int row) => value.IsMissing;
    }
}
