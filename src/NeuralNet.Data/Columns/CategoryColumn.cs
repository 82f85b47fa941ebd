namespace NeuralNet.Data;

/// <summary>A column of categories. Each row stores the index of its category in <see cref="Categories"/>.</summary>
public sealed class CategoryColumn : Column
{
    private readonly int[] codes;

    /// <param name="name">The name.</param>
    /// <param name="codes">The index of the category of each row; -1 for a row without a value. The array may be longer.</param>
    /// <param name="categories">The categories.</param>
    /// <param name="missingCount">The number of rows without a value.</param>
    internal CategoryColumn(string name, ArraySegment<int> codes, IReadOnlyList<string> categories, int missingCount)
        : base(name, ColumnType.Category, codes.Count, missingCount) => (this.codes, Categories) = (codes.Array!, categories);

    /// <summary>The categories, in the order in which the rows first have them.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>
    /// The index of the category of each row; -1 for a row without a value. As groups of a split, all rows without a value would be one
    /// group: see <see cref="Table.ToGroups"/>.
    /// </summary>
    public ReadOnlySpan<int> Codes => codes.AsSpan(0, Count);

    /// <inheritdoc/>
    public override Column Gather(params ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> codes = Codes;
        var gathered = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            gathered[i] = codes[rows[i]];
        return new CategoryColumn(Name, gathered, Categories, gathered.AsSpan().Count(-1));
    }

    /// <inheritdoc/>
    public override string GetText(int row) => Codes[RequireRow(row)] is >= 0 and int code ? Categories[code] : throw NoValue(row);

    /// <inheritdoc/>
    protected override bool IsMissingCore(int row) => Codes[row] < 0;
}
