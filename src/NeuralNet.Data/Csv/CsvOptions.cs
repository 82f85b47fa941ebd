using System.Globalization;
using System.Text;

namespace NeuralNet.Data;

/// <summary>The format of a CSV file, and the types of its columns.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// The character between two values; null, the default, detects comma, tab or semicolon: the one that occurs most in the first line,
    /// or the one that a line before the header states, as Excel writes it: <c>sep=;</c>.
    /// The character that <see cref="Culture"/> writes before fractions is not detected.
    /// </summary>
    public char? Separator { get; init; }

    /// <summary>Gets a value indicating whether the first line holds the names of the columns; true by default.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// The names of all columns of the file, instead of those of its header; null, the default, takes the names of the header, or column0,
    /// column1 … for a file without one.
    /// </summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>
    /// The number of lines before the header that are skipped, such as titles and comments; 0 by default. They are skipped as they are: a
    /// quote in them has no meaning.
    /// </summary>
    public int SkipLines { get; init; }

    /// <summary>
    /// The names of the columns that are read; null, the default, reads all. The other columns may have no name, or one name.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>
    /// A table, usually that of the training rows, whose columns give those of the same names their types, unless <see cref="Types"/>
    /// does: <c>Table.ReadCsv("test.csv", new CsvOptions { Like = training })</c>. Null, the default, infers the types. A file of other
    /// rows may lack a value that tells the type: of <c>yes</c>, <c>no</c> and <c>1</c>, the number alone, or no value at all.
    /// </summary>
    public Table? Like { get; init; }

    /// <summary>The types of columns, by name. The types of other columns are those of <see cref="Like"/>, or inferred.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types { get; init; } = new Dictionary<string, ColumnType>();

    /// <summary>The number of rows from which the types of columns are inferred; 1,000 by default.</summary>
    public int InferenceRows { get; init; } = 1000;

    /// <summary>
    /// The texts that stand for a missing value: by default the empty text, <c>?</c>, <c>NA</c>, <c>N/A</c>, <c>n/a</c>, <c>#N/A</c>,
    /// <c>&lt;NA&gt;</c>, <c>NaN</c>, <c>nan</c>, <c>-nan</c>, <c>NULL</c>, <c>null</c> and <c>None</c>.
    /// </summary>
    public IReadOnlyList<string> MissingMarkers { get; init; } =
        ["", "?", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "-nan", "NULL", "null", "None"];

    /// <summary>
    /// The culture of numbers, and of the names and the calendar in dates whose format is not that of ISO 8601; the invariant culture by
    /// default. Numbers have no separators between thousands.
    /// </summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>
    /// The formats of dates, as <see cref="DateTime.ParseExact(string, string[], IFormatProvider, DateTimeStyles)"/> takes them; those of
    /// ISO 8601 by default. Those that begin with <c>yyyy-MM-dd</c> are read in the Gregorian calendar in every culture. Dates that state
    /// their offset are converted to universal time.
    /// </summary>
    public IReadOnlyList<string> DateFormats { get; init; } =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The encoding of a file without a byte-order mark; UTF-8 by default.</summary>
    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>The character that the culture writes before the fraction of a number.</summary>
    internal char DecimalSeparator => Culture.NumberFormat.NumberDecimalSeparator[0];

    /// <summary>Creates a builder of a column.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="type">The type of the values.</param>
    /// <param name="isInferred">Whether numbers that lose digits in the type are refused, for the user did not ask for it.</param>
    internal ColumnBuilder NewBuilder(string name, ColumnType type, bool isInferred) => type switch
    {
        ColumnType.Float32 => new Float32Builder(name, DecimalSeparator, isExact: isInferred),
        ColumnType.Float64 => new Float64Builder(name, DecimalSeparator, isExact: isInferred),
        ColumnType.Boolean => new BooleanBuilder(name),
        ColumnType.Date => new DateBuilder(name, DateFormats, Culture),
        ColumnType.Category => new CategoryBuilder(name),
        ColumnType.Text => new TextBuilder(name),
        _ => throw new ArgumentException($"The column '{name}' has the type {type}, which is none of {nameof(ColumnType)}.", nameof(Types)),
    };

    /// <summary>Returns the type of the column of this name in <see cref="Like"/>; null if there is none.</summary>
    internal ColumnType? TypeLike(string name) => ((IRows?)Like)?.FindColumn(name)?.Type;

    /// <summary>Returns the origin of the type of a column.</summary>
    internal TypeOrigin OriginOf(string name) => Types.ContainsKey(name) ? TypeOrigin.Types
        : TypeLike(name) is null ? TypeOrigin.Inferred : TypeOrigin.Like;

    /// <exception cref="ArgumentException">An option has no meaning.</exception>
    internal void Validate()
    {
        RequireGiven(Types, nameof(Types));
        RequireGiven(MissingMarkers, nameof(MissingMarkers));
        RequireGiven(Culture, nameof(Culture));
        RequireGiven(DateFormats, nameof(DateFormats));
        RequireGiven(Encoding, nameof(Encoding));
        RequireNoNull(MissingMarkers, nameof(MissingMarkers));
        RequireNoNull(DateFormats, nameof(DateFormats));
        RequireNoNull(Names ?? [], nameof(Names));
        RequireNoNull(Columns ?? [], nameof(Columns));
        RequireColumns();
        ArgumentOutOfRangeException.ThrowIfNegative(SkipLines);
        if (Separator is '"' or '\r' or '\n' or ' ' or < ' ' and not '\t' or > '~')
            throw new ArgumentException("The separator of a CSV file is a tab or an ASCII character other than a quote, a line break or a "
                + $"space; it is '{Separator}'.", nameof(Separator));
        if (Separator == DecimalSeparator)
            throw new ArgumentException($"The culture '{Culture.Name}' writes '{Separator}' before the fraction of a number, so it cannot "
                + "separate the values.", nameof(Separator));
        if (InferenceRows < 1)
            throw new ArgumentException(FormattableString.Invariant(
                $"Types are inferred from at least 1 row; 'InferenceRows' is {InferenceRows}."), nameof(InferenceRows));
        if (DateFormats.Count == 0)
            throw new ArgumentException("At least one format of dates is needed.", nameof(DateFormats));
    }

    private void RequireColumns()
    {
        if (Columns is null)
            return;
        if (Columns.Count == 0)
            throw new ArgumentException("No column is to be read. Name at least one, or give null for all.", nameof(Columns));
        if (Columns.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The column '{twice.Key}' is named twice; a table has each column once.", nameof(Columns));
    }

    private static void RequireGiven(object? value, string option)
    {
        if (value is null)
            throw new ArgumentException($"'{option}' is null. Leave it out for its default.", option);
    }

    private static void RequireNoNull(IReadOnlyList<string> values, string option)
    {
        if (values.Contains(null!))
            throw new ArgumentException($"An element of '{option}' is null.", option);
    }
}
