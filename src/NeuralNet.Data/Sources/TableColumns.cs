namespace NeuralNet.Data;

/// <summary>Defines the columns of a table of objects.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public sealed class TableColumns<T>
{
    private const string Origin = "the objects";

    private readonly List<ColumnBuilder> builders = [];
    private readonly List<Action<T, long>> appends = [];

    internal TableColumns()
    {
    }

    /// <summary>Adds a column.</summary>
    /// <typeparam name="TValue">
    /// The type of the values. Float and integers of up to 16 bits become Float32, double, decimal and longer integers Float64, DateTime,
    /// DateTimeOffset and DateOnly dates, bool Boolean; strings are categories if they have at most 20 different values, or each occurs
    /// twice on average. Null, NaN and the empty text are missing values;
    /// local times are converted to universal time.
    /// </typeparam>
    /// <param name="name">The name of the column.</param>
    /// <param name="selector">The function that returns the value of an object.</param>
    /// <exception cref="ArgumentException">A column has the name already, or no column has values of the type.</exception>
    public TableColumns<T> Column<TValue>(string name, Func<T, TValue> selector)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(selector);
        if (builders.Exists(builder => builder.Name == name))
            throw new ArgumentException($"Two columns are named '{name}'.", nameof(name));
        Type type = Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue);
        ColumnBuilder builder = TypedBuilder.For(type, name) ?? throw new ArgumentException(
            $"The column '{name}' has values of the type {type.Name}; columns hold {TypedBuilder.SupportedTypes}.", nameof(selector));
        builders.Add(builder);
        appends.Add((item, row) => TypedBuilder.Append(builder, selector(item), Origin, row));
        return this;
    }

    internal Table Read(IEnumerable<T> rows)
    {
        if (builders.Count == 0)
            throw new ArgumentException("A table has at least one column; define it: row => row.Column(\"age\", person => person.Age).");
        long row = 0;
        foreach (T item in rows)
        {
            foreach (Action<T, long> append in appends)
                append(item, row);
            row++;
        }

        return new Table([.. builders.Select(builder => builder.TakeColumn())], Origin);
    }
}
