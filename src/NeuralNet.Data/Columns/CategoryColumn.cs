namespace NeuralNet.Data;

/// <summary>A column of categories. Each row stores the index of its category in <see cref="Categories"/>.</summary>
public sealed class CategoryColumn : Column
{
    private readonly int[] codes;

    internal CategoryColumn(string name, int[] codes, IReadOnlyList<string> categories, int missingCount)
        : base(name, ColumnType.Category, codes.Length, missingCount) => (this.codes, Categories) = (codes, categories);

    /// <summary>The categories, in the order in which the rows first have them.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>The index of the category of each row; -1 for a row without a value.</summary>
    public ReadOnlySpan<int> Codes => codes;

    /// <inheritdoc/>
    public override Column Gather(params ReadOnlySpan<int> rows)
    {
        var gathered = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            gathered[i] = codes[rows[i]];
        return new CategoryColumn(Name, gathered, Categories, gathered.AsSpan().Count(-1));
    }

    /// <inheritdoc/>
    public override string GetText(int row) => Categories[codes[row]];

    /// <inheritdoc/>
    protected override bool IsMissingCore(int row) => codes[row] < 0;
}
