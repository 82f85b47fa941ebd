namespace NeuralNet.Text;

/// <summary>The texts of a list or of a column of rows.</summary>
internal readonly struct TextColumn
{
    private readonly IReadOnlyList<string>? texts;
    private readonly Column? column;
    private readonly string? missing;

    /// <exception cref="ArgumentNullException">The list or a text is null.</exception>
    public TextColumn(IReadOnlyList<string> texts)
    {
        TextRows.RequireNoNulls(texts);
        (this.texts, Count) = (texts, texts.Count);
    }

    /// <param name="rows">The rows.</param>
    /// <param name="name">The name of the column.</param>
    /// <param name="missing">The text that stands for a missing value; null if that is an error.</param>
    /// <exception cref="ArgumentException">The column is missing or has no texts, or a value is missing where that is an error.</exception>
    public TextColumn(IRows rows, string name, string? missing)
    {
        column = rows.FindColumn(name) ?? throw new ArgumentException($"The rows have no column '{name}', which the TextVectorization "
            + $"takes. They have: {string.Join(", ", rows.Columns.Select(other => other.Name))}.", nameof(rows));
        (this.missing, Count) = (missing, rows.RowCount);

        // A column without any value may have been read as any type.
        if (column.MissingCount < column.Count && column.Type is not (ColumnType.Text or ColumnType.Category))
            throw new ArgumentException($"The column '{name}' has values of the type {column.Type}, and the TextVectorization takes texts. "
                + "Read the column as Text.", nameof(rows));
        if (column.MissingCount > 0 && missing is null)
            throw HasMissing(rows, column);
    }

    public int Count { get; }

    public string this[int row] => texts is not null ? texts[row]
        : missing is not null && column!.IsMissing(row) ? missing
        : column!.GetText(row);

    private static ArgumentException HasMissing(IRows rows, Column column)
    {
        int row = 0;
        while (!column.IsMissing(row))
            row++;
        return new ArgumentException(FormattableString.Invariant(
            $"The column '{column.Name}' lacks {column.MissingCount} of {column.Count} values, the first in ")
            + $"{rows.DescribeRow(row)}. State the text that stands for them when the TextVectorization is created: missing: \"\".",
            nameof(rows));
    }
}
