namespace NeuralNet.Text;

/// <summary>Texts as rows with one column.</summary>
internal sealed class TextRows : IRows
{
    private readonly string name;
    private readonly IReadOnlyList<string> texts;

    /// <exception cref="ArgumentNullException">The list or a text is null.</exception>
    public TextRows(string name, IReadOnlyList<string> texts)
    {
        RequireNoNulls(texts);
        (this.name, this.texts) = (name, texts);
        Columns = [new Values(name, texts)];
    }

    public int RowCount => texts.Count;

    public IReadOnlyList<Column> Columns { get; }

    public Column? FindColumn(string name) => name == this.name ? Columns[0] : null;

    public IRows Gather(params ReadOnlySpan<int> rows) => new TextRows(name, Gathered(texts, rows));

    public string DescribeRow(int row) => FormattableString.Invariant($"texts[{row}]");

    /// <exception cref="ArgumentNullException">The list or a text is null.</exception>
    public static void RequireNoNulls(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        for (int i = 0; i < texts.Count; i++)
        {
            if (texts[i] is null)
                throw new ArgumentNullException(nameof(texts), FormattableString.Invariant($"{nameof(texts)}[{i}] is null."));
        }
    }

    private static string[] Gathered(IReadOnlyList<string> texts, ReadOnlySpan<int> rows)
    {
        var gathered = new string[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            gathered[i] = texts[rows[i]];
        return gathered;
    }

    private sealed class Values(string name, IReadOnlyList<string> texts) : Column(name, ColumnType.Text, texts.Count, missingCount: 0)
    {
        public override string GetText(int row) => texts[row];

        public override Column Gather(params ReadOnlySpan<int> rows) => new Values(Name, Gathered(texts, rows));

        protected override bool IsMissingCore(int row) => false;
    }
}
