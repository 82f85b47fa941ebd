namespace NeuralNet.Data;

/// <summary>
/// A table of named columns, each of one type, in which values may be missing. A table does not change; its columns may be read from
/// several threads.
/// </summary>
public sealed partial class Table : IRows
{
    private const int HeadRows = 5;
    private const double MaxErrorFraction = 1e-3;

    private readonly Dictionary<string, Column> columnOf = new(StringComparer.Ordinal);
    private readonly string origin;
    private readonly long firstRow;

    /// <param name="columns">The columns, which have different names and as many rows.</param>
    /// <param name="origin">The name of the file, for messages.</param>
    /// <param name="firstRow">The number of rows of the file before those of the table.</param>
    internal Table(IReadOnlyList<Column> columns, string origin, long firstRow = 0)
    {
        (Columns, this.origin, this.firstRow) = (columns, origin, firstRow);
        foreach (Column column in columns)
            columnOf.Add(column.Name, column);
        RowCount = columns.Count == 0 ? 0 : columns[0].Count;
    }

    /// <summary>The columns, in their order in the source.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Gets a column by its name.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public Column this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return columnOf.TryGetValue(name, out Column? column)
                ? column
                : throw new ArgumentException($"The table of {origin} has no column '{name}'. Its columns are: "
                    + $"{string.Join(", ", columnOf.Keys)}.", nameof(name));
        }
    }

    /// <summary>Returns the values of a column; see <see cref="ValueColumn{T}.Values"/> for those that are missing.</summary>
    /// <typeparam name="T">The type of the values: float, double, bool, DateTime or string.</typeparam>
    /// <exception cref="ArgumentException">The table has no such column, or the values have another type.</exception>
    public ReadOnlySpan<T> Values<T>(string name) => this[name] is ValueColumn<T> column
        ? column.Values
        : throw new ArgumentException($"The column '{name}' has values of the type {this[name].Type}, not {typeof(T).Name}.", nameof(name));

    /// <summary>Returns the first rows.</summary>
    /// <param name="count">The maximum number of rows; 5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">count is negative.</exception>
    public Table Head(int count = HeadRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Gather([.. Enumerable.Range(0, Math.Min(count, RowCount))]);
    }

    /// <summary>
    /// Copies the rows of the given indices, in their order: <c>table.Gather(split.Train)</c>. An index may be repeated.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The table has no such row.</exception>
    public Table Gather(params ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)RowCount)
                throw new ArgumentOutOfRangeException(nameof(rows), row, FormattableString.Invariant(
                    $"The table has {RowCount} rows; the indices must be from 0 to {RowCount - 1}."));
        }

        var gathered = new Column[Columns.Count];
        for (int i = 0; i < gathered.Length; i++)
            gathered[i] = Columns[i].Gather(rows);
        return new Table(gathered, origin);
    }

    Column? IRows.FindColumn(string name) => columnOf.GetValueOrDefault(name);

    IRows IRows.Gather(params ReadOnlySpan<int> rows) => Gather(rows);

    string IRows.DescribeRow(int row) => FormattableString.Invariant($"row {firstRow + row} of {origin}");

    /// <summary>Returns the rows in which none of the given columns, or of all if none is given, lacks its value.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public Table DropMissing(params ReadOnlySpan<string> columns)
    {
        Column[] checkedColumns = Named(columns);
        var complete = new List<int>(RowCount);
        for (int row = 0; row < RowCount; row++)
        {
            if (!Array.Exists(checkedColumns, column => column.IsMissing(row)))
                complete.Add(row);
        }

        return Gather([.. complete]);
    }

    /// <summary>
    /// Returns the values of columns of numbers as a tensor of the shape (rows, columns). True and false are 1 and 0. A tensor holds
    /// float32, which keeps about seven digits.
    /// </summary>
    /// <param name="columns">The names of the columns; all columns if none is given.</param>
    /// <exception cref="ArgumentException">The table has no such column, or it has no numbers.</exception>
    /// <exception cref="InvalidOperationException">
    /// A value is missing, or is beyond the range of float32, or float32 hardly tells the values of a column apart: they are large and
    /// close to each other, such as times in seconds.
    /// </exception>
    public Tensor ToTensor(params ReadOnlySpan<string> columns)
    {
        Column[] selected = Named(columns);
        foreach (Column column in selected)
            RequireNumbers(column);
        foreach (Column column in selected)
            RequireNoneMissing(column);
        var tensor = new Tensor([RowCount, selected.Length]);
        for (int i = 0; RowCount > 0 && i < selected.Length; i++)
        {
            selected[i].CopyNumbersTo(tensor.AsSpan()[i..], selected.Length);
            RequireKept(selected[i]);
        }

        return tensor;
    }

    /// <summary>
    /// Returns the indices of the categories of a column as a tensor of the shape (rows, 1): the targets of a sparse categorical
    /// cross-entropy, whose classes are <see cref="CategoriesOf"/>. False and true are 0 and 1.
    /// </summary>
    /// <param name="column">The name of a column of categories, of the values true and false, or of whole numbers.</param>
    /// <exception cref="ArgumentException">The table has no such column, or it has values of another type.</exception>
    /// <exception cref="InvalidOperationException">A value is missing.</exception>
    public Tensor ToLabels(string column) => ToLabels(column, CategoriesOf(column));

    /// <summary>
    /// Returns the indices of the values of a column in a list of labels, such as <see cref="Model.Labels"/> or the categories of the
    /// training table, as a tensor of the shape (rows, 1). The labels <c>True</c> and <c>true</c> are those of the value true, as of the
    /// text in letters of any case, unless the labels have the text itself.
    /// </summary>
    /// <param name="column">The name of a column of categories, texts, the values true and false, or whole numbers.</param>
    /// <param name="labels">The names of the classes, in the order of their indices.</param>
    /// <exception cref="ArgumentException">
    /// The table has no such column, it has values of another type, or a label occurs twice.
    /// </exception>
    /// <exception cref="InvalidOperationException">A value is missing, or is none of the labels.</exception>
    public Tensor ToLabels(string column, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Column values = this[column];
        if (values.Type is not (ColumnType.Category or ColumnType.Boolean or ColumnType.Text) && !HasWholeNumbers(values))
            throw NoCategories(values);
        RequireNoneMissing(values);
        Dictionary<string, int> indexOf = IndicesOf(labels);
        var indices = new Tensor([RowCount, 1]);
        for (int row = 0; row < RowCount; row++)
        {
            string value = values.GetText(row);
            indices.AsSpan()[row] = indexOf.TryGetValue(value, out int index)
                || bool.TryParse(value, out bool flag) && indexOf.TryGetValue(TextOf(flag), out index)
                ? index
                : throw new InvalidOperationException($"The column '{column}' has '{value}' in {((IRows)this).DescribeRow(row)}, which is "
                    + $"none of the labels: {string.Join(", ", labels)}.");
        }

        return indices;
    }

    /// <summary>
    /// Returns the names of the classes of a column: its categories, in the order in which the rows first have them, false and true, or the
    /// different whole numbers in ascending order.
    /// </summary>
    /// <param name="column">The name of a column of categories, of the values true and false, or of whole numbers.</param>
    /// <exception cref="ArgumentException">The table has no such column, or it has values of another type.</exception>
    public IReadOnlyList<string> CategoriesOf(string column) => this[column] switch
    {
        CategoryColumn categories => categories.Categories,
        { Type: ColumnType.Boolean } => [TextOf(false), TextOf(true)],
        var numbers when HasWholeNumbers(numbers) => [.. Enumerable.Range(0, RowCount).Where(row => !numbers.IsMissing(row))
            .DistinctBy(numbers.GetNumber).OrderBy(numbers.GetNumber).Select(numbers.GetText)],
        var other => throw NoCategories(other),
    };

    /// <summary>
    /// Returns the group of each row, such as a patient, for splits that leave groups whole: <c>GroupKFold.Split(table.ToGroups("patient"))
    /// </c>.
    /// </summary>
    /// <param name="column">The name of the column; numbers and dates are taken as texts.</param>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    /// <exception cref="InvalidOperationException">A value is missing.</exception>
    public IReadOnlyList<string> ToGroups(string column)
    {
        Column groups = this[column];
        RequireNoneMissing(groups);
        return [.. Enumerable.Range(0, RowCount).Select(groups.GetText)];
    }

    /// <summary>Returns the date of each row, for splits by time: <c>Split.TrainTestByTime(table.ToTimes("day"))</c>.</summary>
    /// <param name="column">The name of a column of dates.</param>
    /// <exception cref="ArgumentException">The table has no such column, or it has no dates.</exception>
    /// <exception cref="InvalidOperationException">A date is missing.</exception>
    public IReadOnlyList<DateTime> ToTimes(string column)
    {
        ReadOnlySpan<DateTime> times = Values<DateTime>(column);
        RequireNoneMissing(this[column]);
        return times.ToArray();
    }

    /// <summary>
    /// Creates a data set of the rows: the encoder makes the inputs, a column the targets. <c>model.Fit(table.ToDataset(space,
    /// "label"))</c>.
    /// </summary>
    /// <param name="encoder">The encoder of the inputs, which has learned what it needs from the training rows.</param>
    /// <param name="target">The name of the column of the target: numbers, or classes if it has categories.</param>
    /// <param name="labels">
    /// The names of the classes, in the order of their indices: <c>training.CategoriesOf("label")</c>; null, the default, for a target of
    /// numbers.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The table lacks a column, a column has values of another type, or no labels are given for a target of categories, whose order in a
    /// training file and a test file may differ.
    /// </exception>
    /// <exception cref="InvalidOperationException">A target is missing, or is none of the labels.</exception>
    public Dataset ToDataset(InputEncoder encoder, string target, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        RequireLabels(target, labels);
        return Dataset.From(encoder.EncodeInputs(this), [ToTarget(target, labels)]);
    }

    /// <exception cref="ArgumentException">The target has categories, and no labels are given.</exception>
    internal void RequireLabels(string target, IReadOnlyList<string>? labels)
    {
        if (labels is null && this[target].Type == ColumnType.Category)
            throw new ArgumentException($"The target '{target}' has categories. Give their names in the order that the model knows, so "
                + $"that each file has the same: training.CategoriesOf(\"{target}\"), or model.Labels.", nameof(labels));
    }

    /// <summary>Returns a column as the target of a model: the indices of its classes, or its numbers.</summary>
    internal Tensor ToTarget(string column, IReadOnlyList<string>? labels) => labels is not null
        ? ToLabels(column, labels)
        : this[column].Type == ColumnType.Category ? ToLabels(column) : ToTensor(column);

    private static Dictionary<string, int> IndicesOf(IReadOnlyList<string> labels)
    {
        var indexOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < labels.Count; i++)
        {
            if (!indexOf.TryAdd(labels[i] ?? throw new ArgumentNullException(nameof(labels), "A label is null."), i))
                throw new ArgumentException($"The label '{labels[i]}' occurs twice.", nameof(labels));
        }

        for (int i = 0; i < labels.Count; i++)
        {
            if (bool.TryParse(labels[i], out bool flag))
                indexOf.TryAdd(TextOf(flag), i);
        }

        return indexOf;
    }

    private static string TextOf(bool flag) => flag ? "true" : "false";

    private static bool HasWholeNumbers(Column column) => column.Type is ColumnType.Float32 or ColumnType.Float64
        && Enumerable.Range(0, column.Count).All(row => column.IsMissing(row) || double.IsInteger(column.GetNumber(row)));

    private static ArgumentException NoCategories(Column column) => new(
        $"The column '{column.Name}' has values of the type {column.Type}; labels are made of categories, true and false, or whole "
            + "numbers. Give the column its type when it is read: ColumnType.Category.", nameof(column));

    private Column[] Named(ReadOnlySpan<string> names)
    {
        if (names.IsEmpty)
            return [.. Columns];
        var columns = new Column[names.Length];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = this[names[i]];
        return columns;
    }

    private static void RequireNumbers(Column column)
    {
        if (!column.IsNumeric)
            throw new ArgumentException($"The column '{column.Name}' has values of the type {column.Type}, which are no numbers."
                + (column.Type == ColumnType.Category ? " If it is the target, ToLabels returns the indices of its categories." : "")
                + (HasDecimalComma(column) ? " If a comma stands before the fraction, read the file with a culture that writes numbers so: "
                    + "new CsvOptions { Culture = CultureInfo.GetCultureInfo(\"de-DE\") }." : ""));
    }

    /// <summary>Returns whether the first value is a number with a comma before its fraction, such as 1,5.</summary>
    private static bool HasDecimalComma(Column column)
    {
        int row = 0;
        while (row < column.Count && column.IsMissing(row))
            row++;
        return row < column.Count && column.Type is ColumnType.Category or ColumnType.Text
            && column.GetText(row) is var text && text.Contains(',', StringComparison.Ordinal)
            && new Float64Builder("", ',').TryAppend(text);
    }

    private void RequireNoneMissing(Column column)
    {
        if (column.MissingCount == 0)
            return;
        int row = 0;
        while (!column.IsMissing(row))
            row++;
        throw new InvalidOperationException(FormattableString.Invariant(
            $"The column '{column.Name}' of {origin} lacks {column.MissingCount} of {column.Count} values, the first in row ")
            + FormattableString.Invariant($"{firstRow + row} (rows count from 0). DropMissing leaves such rows out."));
    }

    /// <summary>
    /// Refuses a value beyond float32, and a column of which float32 loses what tells its values apart: the rounding is more than a
    /// thousandth of their range.
    /// </summary>
    private void RequireKept(Column column)
    {
        if (column is not ValueColumn<double> { Values: var values })
            return;
        (double min, double max, double maxError) = (double.PositiveInfinity, double.NegativeInfinity, 0);
        for (int row = 0; row < values.Length; row++)
        {
            float single = (float)values[row];
            if (!float.IsFinite(single))
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"The column '{column.Name}' of {origin} has {column.GetText(row)} in row {firstRow + row}, beyond the range of ")
                    + "float32, which tensors hold.");
            double value = values[row];
            (min, max, maxError) = (Math.Min(min, value), Math.Max(max, value), Math.Max(maxError, Math.Abs(value - single)));
        }

        if (max > min && maxError > (max - min) * MaxErrorFraction)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The column '{column.Name}' of {origin} has numbers from {min} to {max}, of which float32, which tensors hold, rounds by ")
                + FormattableString.Invariant($"up to {maxError}. Encode it by a FeatureSpace, whose FloatNormalized subtracts the mean ")
                + "in float64, or read it as categories if it has keys.");
    }
}
