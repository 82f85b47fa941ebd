using System.Data;

namespace NeuralNet.Data;

public sealed partial class Table
{
    private const int RowsPerTable = 10_000;
    private const int FileBuffer = 1; // The readers have buffers of their own.

    /// <summary>
    /// Reads a CSV file: quoted or not, compressed by gzip or not, in UTF-8 or in the encoding of its byte-order mark. Blank lines are
    /// skipped, spaces around values are removed.
    /// </summary>
    /// <remarks>
    /// A type that is not given is inferred from the first rows (<see cref="CsvOptions.InferenceRows"/>), as the first of these that takes
    /// all values: Boolean, Float32, Float64, Date, Category, Text. A number of 131,072 or more of which float32 loses digits is no
    /// Float32, and a whole number that float64 rounds is no Float64. Texts are categories if they have at most 20 different values, or
    /// each occurs twice on average. A later value that is none of its column's type is an error, except that a column of Float32 becomes
    /// one of Float64.
    /// </remarks>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">The format; null, the default, is that of <see cref="CsvOptions"/>.</param>
    /// <exception cref="InvalidDataException">
    /// The file is empty, damaged or of another encoding, a row has more or fewer values than the header, or a value is none of its
    /// column's type. The message names the file, the line, the column and the text.
    /// </exception>
    /// <exception cref="ArgumentException">An option has no meaning.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Table ReadCsv(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = OpenFile(path);
        return ReadCsv(stream, path, options);
    }

    /// <inheritdoc cref="ReadCsv(string, CsvOptions)"/>
    /// <param name="stream">The bytes of the file, which are read to their end; the stream is not disposed.</param>
    /// <param name="options">The format; null, the default, is that of <see cref="CsvOptions"/>.</param>
    public static Table ReadCsv(Stream stream, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadCsv(stream, OriginOf(stream), options);
    }

    /// <summary>
    /// Returns the tables of a CSV file that is larger than memory. The file is read anew, and its types are inferred anew, whenever the
    /// tables are enumerated.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="rowsPerTable">
    /// The number of rows of a table; the last has fewer. The first has at least the rows from which types are inferred.
    /// </param>
    /// <param name="options">The format; null, the default, is that of <see cref="CsvOptions"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">rowsPerTable is less than 1.</exception>
    public static TableStream StreamCsv(string path, int rowsPerTable = RowsPerTable, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerTable, 1);
        return new TableStream(path, rowsPerTable, options ?? new CsvOptions());
    }

    /// <summary>
    /// Reads a Parquet file. Whole numbers of up to 16 bits are Float32, longer ones and decimals Float64. Texts are categories if they
    /// have at most 20 different values, or each occurs twice on average.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="columns">The names of the columns that are read; all if none is given.</param>
    /// <exception cref="InvalidDataException">The file is damaged or truncated.</exception>
    /// <exception cref="NotSupportedException">A column has times of day, lists, structures or bytes.</exception>
    /// <exception cref="ArgumentException">The file has no such column, or a column is named twice.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Table ReadParquet(string path, params ReadOnlySpan<string> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = OpenFile(path);
        return ParquetTable.Read(stream, path, columns.ToArray());
    }

    /// <inheritdoc cref="ReadParquet(string, ReadOnlySpan{string})"/>
    /// <param name="stream">The bytes of the file, with random access; the stream is not disposed.</param>
    /// <param name="columns">The names of the columns that are read; all if none is given.</param>
    /// <exception cref="ArgumentException">The stream has no random access, or the file has no such column.</exception>
    public static Table ReadParquet(Stream stream, params ReadOnlySpan<string> columns)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException("A Parquet file is read with random access, which the stream does not offer. Copy it to a file "
                + "or a MemoryStream first.", nameof(stream));
        return ParquetTable.Read(stream, OriginOf(stream), columns.ToArray());
    }

    /// <summary>
    /// Creates a table of objects: <c>Table.From(people, row => row.Column("age", person => person.Age))</c>.
    /// </summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="rows">The objects, one for each row; they are enumerated once.</param>
    /// <param name="define">The function that defines the columns.</param>
    /// <exception cref="ArgumentException">No column is defined, or two have one name.</exception>
    /// <exception cref="InvalidDataException">A number is infinite, or an integer that float64 would round.</exception>
    public static Table From<T>(IEnumerable<T> rows, Action<TableColumns<T>> define)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(define);
        var columns = new TableColumns<T>();
        define(columns);
        return columns.Read(rows);
    }

    /// <summary>
    /// Creates a table of the rows of a data reader, which is read to its end and not disposed. A column whose type is not given has that
    /// of its first value.
    /// </summary>
    /// <param name="reader">The reader.</param>
    /// <param name="types">
    /// The types of columns, by name; null, the default, for those of the values. Texts are parsed as in a CSV file: dates of a database
    /// that stores them as texts become dates by <see cref="ColumnType.Date"/>.
    /// </param>
    /// <exception cref="NotSupportedException">A column has a type that no column of a table has.</exception>
    /// <exception cref="ArgumentException">Two columns have one name.</exception>
    /// <exception cref="InvalidDataException">A number is infinite, or an integer that float64 would round.</exception>
    public static Table From(IDataReader reader, IReadOnlyDictionary<string, ColumnType>? types = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return DataReaderTable.Read(reader, types ?? new Dictionary<string, ColumnType>());
    }

    internal static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileBuffer);

    private static Table ReadCsv(Stream stream, string origin, CsvOptions? options)
    {
        using var reader = new CsvReader(stream, origin, options ?? new CsvOptions());
        return reader.Read(int.MaxValue)!;
    }

    private static string OriginOf(Stream stream) => stream is FileStream file ? file.Name : "the stream";
}
