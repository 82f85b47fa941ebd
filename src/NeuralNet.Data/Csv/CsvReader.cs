using nietras.SeparatedValues;

namespace NeuralNet.Data;

/// <summary>Reads the rows of a CSV file into tables.</summary>
internal sealed class CsvReader : IDisposable
{
    /// <summary>The fraction by which later rows may be shorter than the first rows, as the divisor of their number.</summary>
    private const int RowsDivisor = 64;

    private const string NamesRemedy = "Name the other columns as those to read (Columns), or give the names of all: Names = […]. If the "
        + "file has no header, state it: HasHeader = false.";

    /// <summary>The maximum number of rows for which memory is allocated before they are read.</summary>
    private const int MaxExpectedRows = 1 << 24;

    private readonly CsvOptions options;
    private readonly string origin;
    private readonly CsvErrors errors;
    private readonly CsvText text;
    private readonly char separator;
    private readonly SepReader rows;
    private readonly MissingMarkers missing;
    private readonly int headerLine;
    private readonly string[] names;
    private readonly int[] indices;
    private readonly ColumnBuilder[] builders;
    private readonly CsvUnquoting unquoting = new();

    /// <summary>
    /// The flags of the builders: true where a builder may take quotes, or the marker of a missing value, for a value.
    /// </summary>
    private readonly bool[] isAmbiguous;

    /// <summary>The number of rows of the file, as far as the first rows tell; 0 if the length of the file is not known.</summary>
    private int expectedRows;
    private bool hasRow;
    private bool isFirstRow = true;
    private int nextLine = 1;
    private int rowsInBuilders;
    private long rowsTaken;

    /// <summary>Opens a file, and reads the rows from which the types are inferred.</summary>
    /// <param name="stream">The bytes of the file; the stream is not disposed.</param>
    /// <param name="origin">The name of the file, for messages.</param>
    /// <param name="options">The format of the file.</param>
    /// <exception cref="InvalidDataException">The file is empty or damaged, or a value is none of its column's type.</exception>
    public CsvReader(Stream stream, string origin, CsvOptions options)
    {
        options.Validate();
        (this.options, this.origin) = (options, origin);
        errors = new CsvErrors(origin, options.DecimalSeparator);
        text = new CsvText(stream, origin, options.Encoding);
        text.SkipLines(options.SkipLines);
        RequireText();
        missing = new MissingMarkers(options.MissingMarkers);
        separator = options.Separator ?? SkipStatedSeparator() ?? SeparatorDetection.Detect(text.FirstLine, options.DecimalSeparator);
        rows = Sep.New(separator).Reader(sep => sep with
        {
            HasHeader = false,
            DisableColCountCheck = true,
        }).From(text);
        hasRow = MoveNext();
        headerLine = nextLine;
        names = ReadNames();
        if (options.HasHeader)
            hasRow = MoveNext();
        if (!hasRow)
            throw errors.File("the file has a header and no rows.");
        indices = SelectColumns();
        builders = ReadSample();
        isAmbiguous = [.. builders.Select(IsAmbiguous)];
    }

    /// <summary>Reads the next rows; returns null at the end of the file.</summary>
    /// <param name="maxRows">The maximum number of rows.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or a value is none of its column's type.</exception>
    public Table? Read(int maxRows)
    {
        Reserve(maxRows);
        while (hasRow && rowsInBuilders < maxRows)
        {
            AppendRow();
            hasRow = MoveNext();
        }

        if (rowsInBuilders == 0)
            return null;
        var table = new Table([.. builders.Select(builder => builder.TakeColumn())], origin, rowsTaken);
        rowsTaken += rowsInBuilders;
        rowsInBuilders = 0;
        return table;
    }

    public void Dispose()
    {
        rows.Dispose();
        text.Dispose();
    }

    private void RequireText()
    {
        if (text.FirstLine.IsEmpty)
            throw errors.File("the file is empty.");
        if (text.FirstLine.Contains('\0'))
            throw errors.Line(1, "the line has zero bytes, so this is no text, or text in another encoding. If it is text, give its "
                + "encoding: new CsvOptions { Encoding = Encoding.Unicode }.");
    }

    /// <summary>Skips a first line that states the separator, and returns it; null if the first line is another.</summary>
    private char? SkipStatedSeparator()
    {
        if (text.FirstLine is not ['s', 'e', 'p', '=', var stated])
            return null;
        text.SkipLines(1);
        return stated;
    }

    /// <summary>Moves to the next row that is not blank, and checks its quotes.</summary>
    private bool MoveNext()
    {
        do
        {
            if (!MoveNextRow())
                return false;
        }
        while (rows.Current.Span.IsEmpty);
        if (text.HasQuotes)
            RequireValidQuotes(rows.Current);
        return true;
    }

    private bool MoveNextRow()
    {
        try
        {
            nextLine = text.SkippedLines + (isFirstRow ? 1 : rows.Current.LineNumberToExcl);
            isFirstRow = false;
            return rows.MoveNext();
        }
        catch (NotSupportedException exception)
        {
            throw errors.Line(nextLine, "the row that begins here is too long: it has more than 16 million "
                + "characters, the maximum. Is there a quote that is never closed?", exception);
        }
    }

    private void RequireValidQuotes(SepReader.Row row)
    {
        int index = CsvQuotes.IndexOfError(row.Span, separator);
        if (index < 0)
            return;
        ReadOnlySpan<char> before = row.Span[..index];
        int column = SeparatorDetection.CountOutsideQuotes(before, separator);
        string name = names is not null && column < names.Length ? names[column] : FormattableString.Invariant($"{column}");
        throw errors.Value(nextLine + before.Count('\n'), name, $"{CsvErrors.Quote(row.Span[index..])} has a quote at a wrong place. "
            + "A value with quotes begins and ends with one, and doubles those within it: \"5\"\" pipe\".");
    }

    private string[] ReadNames()
    {
        string[] header = new string[rows.Current.ColCount];
        for (int i = 0; i < header.Length; i++)
            header[i] = options.HasHeader ? unquoting.Unquote(rows.Current[i].Span).ToString() : FormattableString.Invariant($"column{i}");
        if (options.Names is not { } given)
            return RequireNoNumber(header);
        return given.Count == header.Length
            ? [.. given]
            : throw errors.Line(nextLine, FormattableString.Invariant(
                $"the file has {header.Length} columns; 'Names' has {given.Count}. Is '{separator}' the separator?"));
    }

    /// <summary>Refuses a number with a fraction as a name: it is a value of a file without a header.</summary>
    private string[] RequireNoNumber(string[] header)
    {
        string? number = Array.Find(header, name => name.Contains(options.DecimalSeparator, StringComparison.Ordinal)
            && new Float64Builder("", options.DecimalSeparator).TryAppend(name));
        return number is null || !options.HasHeader
            ? header
            : throw errors.Line(nextLine, $"the name of a column would be the number '{number}'. If the file has no header, state it: new "
                + "CsvOptions { HasHeader = false }; otherwise give the names of all columns: Names = […].");
    }

    /// <summary>Returns the indices of the columns to read, in the order of the options, each of which has a name of its own.</summary>
    private int[] SelectColumns()
    {
        foreach (string name in options.Types.Keys)
            RequireName(name, nameof(options.Types));
        foreach (string name in options.Columns ?? [])
            RequireName(name, nameof(options.Columns));
        HashSet<string> selected = [.. options.Columns ?? names];
        var indexOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            if (!selected.Contains(names[i]))
                continue;
            if (names[i].Length == 0)
                throw errors.Line(headerLine, FormattableString.Invariant($"column {i} has no name. {NamesRemedy}"));
            if (!indexOf.TryAdd(names[i], i))
                throw errors.Line(headerLine, $"two columns are named '{names[i]}'. {NamesRemedy}");
        }

        return [.. (options.Columns ?? names).Select(name => indexOf[name])];
    }

    private void RequireName(string name, string option)
    {
        if (Array.IndexOf(names, name) < 0)
            throw errors.Line(headerLine, $"no column is named '{name}', which '{option}' names. The columns are: "
                + $"{string.Join(", ", names)}. Is '{separator}' the separator?");
    }

    private ColumnBuilder[] ReadSample()
    {
        var lines = new List<int>();
        long bytes = 0;
        SampledColumn[] sample = [.. indices.Select(index => new SampledColumn(names[index], lines, options, errors))];
        for (; hasRow && lines.Count < options.InferenceRows; hasRow = MoveNext())
        {
            RequireColumns();
            lines.Add(nextLine);
            bytes += text.CountBytes(rows.Current.Span);
            for (int i = 0; i < sample.Length; i++)
            {
                ReadOnlySpan<char> value = unquoting.Unquote(rows.Current[indices[i]].Span);
                sample[i].Add(missing.Contains(value) ? null : value.ToString());
            }
        }

        rowsInBuilders = lines.Count;
        expectedRows = ExpectedRows(bytes / lines.Count);
        return [.. sample.Select(column => column.ToBuilder())];
    }

    private bool IsAmbiguous(ColumnBuilder builder) => builder.Type is ColumnType.Text or ColumnType.Category
        || missing.AnyIsTakenBy(options.NewBuilder(builder.Name, builder.Type, isInferred: false));

    private int ExpectedRows(long bytesPerRow)
    {
        double estimate = text.ByteCount / (double)bytesPerRow;
        return (int)Math.Min(estimate + estimate / RowsDivisor, MaxExpectedRows);
    }

    /// <summary>Allocates the memory of the rows of a table, which are counted by the length of the file.</summary>
    private void Reserve(int maxRows)
    {
        int count = (int)Math.Min(maxRows, expectedRows - rowsTaken);
        foreach (ColumnBuilder builder in builders)
            builder.Reserve(count);
    }

    private void AppendRow()
    {
        RequireColumns();
        SepReader.Row row = rows.Current;
        ColumnBuilder[] builders = this.builders;
        for (int i = 0; i < builders.Length; i++)
        {
            // Most values have neither quotes nor spaces around them, which no number begins or ends with.
            ReadOnlySpan<char> value = row[indices[i]].Span;
            if (isAmbiguous[i] || !builders[i].TryAppend(value))
                AppendUnquoted(i, value);
        }

        rowsInBuilders++;
    }

    /// <summary>Appends a value, or a missing one, that may have quotes and spaces around it.</summary>
    private void AppendUnquoted(int i, ReadOnlySpan<char> quoted)
    {
        ColumnBuilder builder = builders[i];
        ReadOnlySpan<char> value = unquoting.Unquote(quoted);
        if (missing.Contains(value))
            builder.AppendMissing();
        else if (!builder.TryAppend(value) && !TryWiden(i, value))
            throw errors.Misfit(LineOf(i), builder, value, options.OriginOf(builder.Name));
    }

    /// <summary>
    /// Makes a column of float32 one of float64 for a value that would lose digits. The tables of a stream before it have been returned
    /// with float32, which has kept their digits.
    /// </summary>
    private bool TryWiden(int i, ReadOnlySpan<char> value)
    {
        string name = builders[i].Name;
        if (builders[i] is not Float32Builder single || options.Types.ContainsKey(name)
            || !options.NewBuilder(name, ColumnType.Float64, isInferred: true).TryAppend(value))
            return false;
        builders[i] = single.Widen();
        return builders[i].TryAppend(value);
    }

    /// <summary>Returns the line of a value: values before it may have line breaks.</summary>
    private int LineOf(int i)
    {
        int line = nextLine;
        for (int before = 0; before < indices[i]; before++)
            line += rows.Current[before].Span.Count('\n');
        return line;
    }

    private void RequireColumns()
    {
        int count = rows.Current.ColCount;
        if (count != names.Length)
            throw errors.Line(nextLine, FormattableString.Invariant($"the row has {count} {(count == 1 ? "value" : "values")}; ")
                + FormattableString.Invariant($"the file has {names.Length} columns. The row is {CsvErrors.Quote(rows.Current.Span)}. ")
                + $"If a value contains '{separator}', quote it; if another character separates the values, give it: Separator.");
    }
}
