using System.Data;
using System.Globalization;

namespace NeuralNet.Data;

/// <summary>Reads the rows of a data reader into a table.</summary>
internal sealed class DataReaderTable
{
    private const string Origin = "the data reader";

    private readonly IDataReader reader;
    private readonly IReadOnlyDictionary<string, ColumnType> types;
    private readonly CsvOptions format = new();
    private readonly ColumnBuilder?[] builders;
    private readonly string[] names;
    private readonly long[] missing;

    private DataReaderTable(IDataReader reader, IReadOnlyDictionary<string, ColumnType> types)
    {
        (this.reader, this.types) = (reader, types);
        names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        RequireNames();
        builders = new ColumnBuilder?[names.Length];
        missing = new long[names.Length];
        for (int i = 0; i < names.Length; i++)
            builders[i] = types.TryGetValue(names[i], out ColumnType type) ? NewBuilder(i, type) : null;
    }

    public static Table Read(IDataReader reader, IReadOnlyDictionary<string, ColumnType> types) =>
        new DataReaderTable(reader, types).Read();

    private Table Read()
    {
        for (long row = 0; reader.Read(); row++)
        {
            for (int i = 0; i < builders.Length; i++)
                Append(i, row);
        }

        return new Table([.. builders.Select((builder, i) => (builder ?? Begin(i, reader.GetFieldType(i))).TakeColumn())], Origin);
    }

    private void RequireNames()
    {
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            throw new ArgumentException("Two columns of the data reader have one name; rename one in the query. The columns are: "
                + $"{string.Join(", ", names)}.", nameof(reader));
        if (types.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new ArgumentException($"The data reader has no column '{unknown}'. Its columns are: {string.Join(", ", names)}.",
                nameof(types));
    }

    private void Append(int i, long row)
    {
        if (reader.IsDBNull(i))
        {
            if (builders[i] is { } begun)
                begun.AppendMissing();
            else
                missing[i]++;
            return;
        }

        // A database such as SQLite has a type for each value: it is known at the first value of an expression.
        ColumnBuilder builder = builders[i] ??= Begin(i, reader.GetFieldType(i));
        Type type = reader.GetFieldType(i);
        if (type == typeof(double))
            Append(builder, reader.GetDouble(i), row);
        else if (type == typeof(long))
            Append(builder, reader.GetInt64(i), row);
        else if (type == typeof(int))
            Append(builder, reader.GetInt32(i), row);
        else
            Append(builder, reader.GetValue(i), row);
    }

    /// <summary>Creates the builder of a column of values of a type, with the rows so far, which have no value.</summary>
    private ColumnBuilder Begin(int i, Type type)
    {
        ColumnBuilder builder = TypedBuilder.For(type, names[i]) ?? throw new NotSupportedException(
            $"The column '{names[i]}' of the data reader has the type {type.Name}; columns hold {TypedBuilder.SupportedTypes}. Leave it "
            + "out of the query, convert it there, or give its type: Table.From(reader, new Dictionary<string, ColumnType> "
            + $"{{ [\"{names[i]}\"] = ColumnType.Text }}).");
        for (long row = 0; row < missing[i]; row++)
            builder.AppendMissing();
        return builder;
    }

    private ColumnBuilder NewBuilder(int i, ColumnType type) => format.NewBuilder(names[i], type, isInferred: false);

    /// <summary>Appends a value of the type of its column, or its text where another type was given.</summary>
    private void Append<T>(ColumnBuilder builder, T value, long row)
    {
        if (!types.ContainsKey(builder.Name) || !IsGivenText(builder, value))
            TypedBuilder.Append(builder, value, Origin, row);
    }

    private static bool IsGivenText<T>(ColumnBuilder builder, T value) =>
        (value is string || builder.Type is ColumnType.Category or ColumnType.Text)
        && builder.TryAppend(Convert.ToString(value, CultureInfo.InvariantCulture));
}
