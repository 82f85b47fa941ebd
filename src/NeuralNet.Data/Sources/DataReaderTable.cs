using System.Data;

namespace NeuralNet.Data;

/// <summary>Reads the rows of a data reader into a table.</summary>
internal static class DataReaderTable
{
    private const string Origin = "the data reader";

    public static Table Read(IDataReader reader)
    {
        ColumnBuilder[] builders = [.. Enumerable.Range(0, reader.FieldCount).Select(i => NewBuilder(reader, i))];
        if (builders.Select(builder => builder.Name).Distinct(StringComparer.Ordinal).Count() < builders.Length)
            throw new ArgumentException("Two columns of the data reader have one name; rename one in the query. The columns are: "
                + $"{string.Join(", ", builders.Select(builder => builder.Name))}.", nameof(reader));
        for (long row = 0; reader.Read(); row++)
        {
            for (int i = 0; i < builders.Length; i++)
                Append(builders[i], reader, i, row);
        }

        return new Table([.. builders.Select(builder => builder.TakeColumn())], Origin);
    }

    private static ColumnBuilder NewBuilder(IDataReader reader, int i) =>
        TypedBuilder.For(reader.GetFieldType(i), reader.GetName(i)) ?? throw new NotSupportedException(
            $"The column '{reader.GetName(i)}' of the data reader has the type {reader.GetFieldType(i).Name}; columns hold "
            + $"{TypedBuilder.SupportedTypes}. Leave it out of the query, or convert it there.");

    private static void Append(ColumnBuilder builder, IDataReader reader, int i, long row)
    {
        if (reader.IsDBNull(i))
            builder.AppendMissing();
        else if (reader.GetFieldType(i) == typeof(double))
            TypedBuilder.Append(builder, reader.GetDouble(i), Origin, row);
        else if (reader.GetFieldType(i) == typeof(long))
            TypedBuilder.Append(builder, reader.GetInt64(i), Origin, row);
        else if (reader.GetFieldType(i) == typeof(int))
            TypedBuilder.Append(builder, reader.GetInt32(i), Origin, row);
        else
            TypedBuilder.Append(builder, reader.GetValue(i), Origin, row);
    }
}
