namespace NeuralNet.Data;

/// <summary>Collects texts, and makes categories of them if they repeat (<see cref="TextKind"/>).</summary>
internal sealed class InferredTextBuilder(string name) : ColumnBuilder(name, ColumnType.Category)
{
    private readonly CategoryBuilder categories = new(name);

    public override void Reserve(int count) => categories.Reserve(count);

    public override bool TryAppend(ReadOnlySpan<char> text) => categories.TryAppend(text);

    public override void AppendMissing() => categories.AppendMissing();

    public override Column TakeColumn()
    {
        var column = (CategoryColumn)categories.TakeColumn();
        return TextKind.IsCategory(column.Categories.Count, column.Count - column.MissingCount) ? column : TextsOf(column);
    }

    private ValueColumn<string?> TextsOf(CategoryColumn column)
    {
        var texts = new string?[column.Count];
        MissingRows? missing = null;
        for (int row = 0; row < texts.Length; row++)
        {
            if (column.Codes[row] is >= 0 and int code)
                texts[row] = column.Categories[code];
            else
                (missing ??= new MissingRows()).Add(row);
        }

        return new ValueColumn<string?>(Name, ColumnType.Text, texts, missing);
    }
}
