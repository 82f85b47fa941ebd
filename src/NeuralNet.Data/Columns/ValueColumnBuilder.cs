namespace NeuralNet.Data;

/// <summary>Collects the values of a <see cref="ValueColumn{T}"/>.</summary>
internal abstract class ValueColumnBuilder<T>(string name, ColumnType type, T missingValue) : ColumnBuilder(name, type)
{
    private readonly ChunkedList<T> values = new();
    private MissingRows? missing;

    /// <summary>The number of rows.</summary>
    protected int Count => values.Count;

    public sealed override void Reserve(int count) => values.Reserve(count);

    public sealed override void AppendMissing()
    {
        (missing ??= new MissingRows()).Add(values.Count);
        values.Add(missingValue);
    }

    public sealed override Column TakeColumn()
    {
        var column = new ValueColumn<T>(Name, Type, values.TakeAll(), missing);
        missing = null;
        return column;
    }

    /// <summary>Returns the values, and begins anew.</summary>
    protected ArraySegment<T> TakeValues()
    {
        missing = null;
        return values.TakeAll();
    }

    protected void Append(T value) => values.Add(value);
}
