namespace NeuralNet;

/// <summary>A feature whose output is one of several categories, as its index or one-hot. Such features can be crossed.</summary>
public abstract class CategoricalFeature : ColumnFeature
{
    private protected CategoricalFeature(
        string name, string? column, MissingValues missing, ReadOnlySpan<MissingValues> allowed, IndexOutputMode outputMode)
        : base(name, column, missing, allowed) => OutputMode = Require.Defined(outputMode);

    /// <summary>The treatments of missing values by features whose values are no numbers.</summary>
    private protected static ReadOnlySpan<MissingValues> AllowedMissing =>
        [MissingValues.Error, MissingValues.MostFrequent, MissingValues.OwnCategory];

    /// <summary>The form of the output.</summary>
    public IndexOutputMode OutputMode { get; }

    /// <summary>The number of categories, including those for unknown and missing values.</summary>
    /// <exception cref="InvalidOperationException">The feature has learned nothing yet.</exception>
    public int CategoryCount => PresentCount + (Missing == MissingValues.OwnCategory ? 1 : 0);

    /// <summary>
    /// The index of the category of a missing value; null if missing values are an error, or the index is not learned yet.
    /// </summary>
    public int? MissingIndex => Missing switch
    {
        MissingValues.Error => null,
        MissingValues.OwnCategory when IsAdapted => PresentCount,
        MissingValues.OwnCategory => null,
        _ => FillIndex,
    };

    /// <inheritdoc/>
    public override int Width => OutputMode == IndexOutputMode.OneHot ? CategoryCount : 1;

    internal override bool IsIndex => OutputMode == IndexOutputMode.Int;

    /// <summary>The number of categories of values that are not missing.</summary>
    private protected abstract int PresentCount { get; }

    /// <summary>The index of the category that replaces a missing value; null if there is none, or it is not learned yet.</summary>
    private protected abstract int? FillIndex { get; }

    internal override string ElementName(int index)
    {
        if (OutputMode == IndexOutputMode.Int)
            return Name;
        return index < PresentCount ? NameOf(index) : $"{Name} missing";
    }

    /// <summary>Writes the indices of the categories of some rows.</summary>
    internal void EncodeIndices(IRows rows, Column column, int firstRow, Span<int> indices)
    {
        bool hasMissing = column.MissingCount > 0;
        int missingIndex = MissingIndex ?? 0;
        for (int i = 0; i < indices.Length; i++)
        {
            int row = firstRow + i;
            indices[i] = hasMissing && column.IsMissing(row) ? missingIndex : IndexAt(rows, column, row);
        }
    }

    /// <summary>Returns the index of the category of a row that has a value.</summary>
    internal abstract int IndexAt(IRows rows, Column column, int row);

    /// <summary>Returns the name of the element of a category.</summary>
    private protected abstract string NameOf(int index);

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        configuration.Set("output_mode", OutputMode);
    }

    private protected static IndexOutputMode OutputModeIn(Configuration configuration) =>
        configuration.GetEnum<IndexOutputMode>("output_mode", IndexOutputMode.OneHot);
}
