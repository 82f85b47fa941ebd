namespace NeuralNet.Data;

/// <summary>
/// Collects categories. Columns taken one after the other number a category alike: a stream's later tables add categories at the end.
/// </summary>
internal sealed class CategoryBuilder : ColumnBuilder
{
    private readonly ChunkedList<int> codes = new();
    private readonly Dictionary<string, int> codeOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> codeOfSpan;
    private readonly List<string> categories = [];
    private string[] published = [];
    private int missingCount;

    public CategoryBuilder(string name)
        : base(name, ColumnType.Category) => codeOfSpan = codeOf.GetAlternateLookup<ReadOnlySpan<char>>();

    public override void Reserve(int count) => codes.Reserve(count);

    public override bool TryAppend(ReadOnlySpan<char> text)
    {
        if (!codeOfSpan.TryGetValue(text, out int code))
            code = AddCategory(text.ToString());
        codes.Add(code);
        return true;
    }

    public override void AppendMissing()
    {
        codes.Add(-1);
        missingCount++;
    }

    public override Column TakeColumn()
    {
        if (published.Length < categories.Count)
            published = [.. categories];
        var column = new CategoryColumn(Name, codes.TakeAll(), published, missingCount);
        missingCount = 0;
        return column;
    }

    private int AddCategory(string category)
    {
        int code = categories.Count;
        codeOf.Add(category, code);
        categories.Add(category);
        return code;
    }
}
