using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace NeuralNet.Data;

/// <summary>Reads Parquet files into tables, column by column.</summary>
internal sealed class ParquetTable
{
    private const string OwnKey = "NeuralNet.Data";

    private readonly ParquetReader reader;
    private readonly string origin;

    private ParquetTable(ParquetReader reader, string origin) => (this.reader, this.origin) = (reader, origin);

    public static Table Read(Stream stream, string origin, string[] columns) =>
        // The reader is asynchronous: on a thread of the pool it cannot wait for the one that waits for it.
        Task.Run(() => ReadAsync(stream, origin, columns)).GetAwaiter().GetResult();

    private static async Task<Table> ReadAsync(Stream stream, string origin, string[] columns)
    {
        try
        {
            await using ParquetReader reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
            return await new ParquetTable(reader, origin).ReadAsync(columns).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsOwn(exception))
        {
            throw new InvalidDataException($"{origin}: the file is damaged or truncated, or is no Parquet file, or one of a kind that is "
                + $"not supported, such as an encrypted one ({exception.Message}).", exception);
        }
    }

    /// <summary>
    /// Returns whether an exception tells its cause already: it is one of this library, and not one by which the reader meets damaged data.
    /// </summary>
    private static bool IsOwn(Exception exception) => exception.Data.Contains(OwnKey) || exception is OutOfMemoryException;

    /// <summary>Marks an exception as one that tells its cause.</summary>
    private static TException Own<TException>(TException exception)
        where TException : Exception
    {
        exception.Data[OwnKey] = true;
        return exception;
    }

    private async Task<Table> ReadAsync(string[] names)
    {
        DataField[] fields = [.. SelectFields(names)];
        RequireRowCount();
        var columns = new Column[fields.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            try
            {
                columns[i] = await ReadColumnAsync(fields[i]).ConfigureAwait(false);
            }
            catch (Exception exception) when (!IsOwn(exception))
            {
                throw Own(new InvalidDataException($"{origin}, column '{fields[i].Name}': the data are damaged or truncated, or compressed "
                    + $"or encoded in a way that is not supported ({exception.Message}).", exception));
            }
        }

        return new Table(columns, origin);
    }

    private IEnumerable<DataField> SelectFields(string[] names)
    {
        if (names.Length == 0)
            return reader.Schema.Fields.Select(RequireValues);
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Own(new ArgumentException($"The column '{twice.Key}' is named twice; a table has each column once.", "columns"));
        return names.Select(name => RequireValues(
            reader.Schema.Fields.FirstOrDefault(field => field.Name == name) ?? throw Own(new ArgumentException(
                $"{origin} has no column '{name}'. Its columns are: {string.Join(", ", reader.Schema.Fields.Select(field => field.Name))}.",
                "columns"))));
    }

    private DataField RequireValues(Field field) => field is DataField { IsArray: false } values && !IsTime(field.Name)
        && TypedBuilder.For(values.ClrType, field.Name) is not null
        ? values
        : throw Own(new NotSupportedException($"{origin}: the column '{field.Name}' has times of day, lists, structures or bytes; columns "
            + $"hold {TypedBuilder.SupportedTypes}. Name the other columns as those to read."));

    private bool IsTime(string name) => reader.Metadata?.Schema.Find(element => element.Name == name) is { } element
        && (element.LogicalType?.TIME is not null || element.ConvertedType is ConvertedType.TIME_MILLIS or ConvertedType.TIME_MICROS);

    /// <summary>Validates that the row groups have the rows that the file states.</summary>
    private void RequireRowCount()
    {
        FileMetaData file = reader.Metadata ?? throw new InvalidDataException("it has no metadata");
        long rows = file.RowGroups.Sum(group => group.NumRows);
        if (file.NumRows != rows)
            throw new InvalidDataException(FormattableString.Invariant($"it states {file.NumRows} rows, and its groups have {rows}"));
    }

    private async Task<Column> ReadColumnAsync(DataField field)
    {
        ColumnBuilder builder = TypedBuilder.For(field.ClrType, field.Name)!;
        long row = 0;
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            await AppendAsync(rows, field, builder, row).ConfigureAwait(false);
            row += rows.RowCount;
        }

        return builder.TakeColumn();
    }

    private Task AppendAsync(ParquetRowGroupReader rows, DataField field, ColumnBuilder builder, long row) =>
        System.Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.String => AppendTextsAsync(rows, field, builder, row),
            TypeCode.Single => AppendAsync<float>(rows, field, builder, row),
            TypeCode.Double => AppendAsync<double>(rows, field, builder, row),
            TypeCode.Byte => AppendAsync<byte>(rows, field, builder, row),
            TypeCode.SByte => AppendAsync<sbyte>(rows, field, builder, row),
            TypeCode.Int16 => AppendAsync<short>(rows, field, builder, row),
            TypeCode.UInt16 => AppendAsync<ushort>(rows, field, builder, row),
            TypeCode.Int32 => AppendAsync<int>(rows, field, builder, row),
            TypeCode.UInt32 => AppendAsync<uint>(rows, field, builder, row),
            TypeCode.Int64 => AppendAsync<long>(rows, field, builder, row),
            TypeCode.UInt64 => AppendAsync<ulong>(rows, field, builder, row),
            TypeCode.Decimal => AppendAsync<decimal>(rows, field, builder, row),
            TypeCode.Boolean => AppendAsync<bool>(rows, field, builder, row),
            TypeCode.DateTime => AppendAsync<DateTime>(rows, field, builder, row),
            _ when field.ClrType == typeof(ReadOnlyMemory<char>) => AppendAsync<ReadOnlyMemory<char>>(rows, field, builder, row),
            _ when field.ClrType == typeof(DateOnly) => AppendAsync<DateOnly>(rows, field, builder, row),
            _ => throw Own(new NotSupportedException($"{origin}: the column '{field.Name}' has the type {field.ClrType.Name}.")),
        };

    private async Task AppendAsync<T>(ParquetRowGroupReader rows, DataField field, ColumnBuilder builder, long row)
        where T : struct
    {
        int count = checked((int)rows.RowCount);
        if (field.IsNullable)
        {
            var values = new T?[count];
            await rows.ReadAsync(field, values.AsMemory()).ConfigureAwait(false);
            AppendAll(builder, values, row);
        }
        else
        {
            var values = new T[count];
            await rows.ReadAsync(field, values.AsMemory()).ConfigureAwait(false);
            AppendAll(builder, values, row);
        }
    }

    private async Task AppendTextsAsync(ParquetRowGroupReader rows, DataField field, ColumnBuilder builder, long row)
    {
        var values = new string?[checked((int)rows.RowCount)];
        await rows.ReadAsync(field, values.AsMemory()).ConfigureAwait(false);
        AppendAll(builder, values, row);
    }

    private void AppendAll<T>(ColumnBuilder builder, T[] values, long row)
    {
        foreach (T value in values)
        {
            try
            {
                TypedBuilder.Append(builder, value, origin, row++);
            }
            catch (InvalidDataException exception)
            {
                throw Own(exception);
            }
        }
    }
}
