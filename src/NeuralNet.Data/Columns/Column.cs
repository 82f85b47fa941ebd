namespace NeuralNet.Data;

/// <summary>
/// A named column of a table: a <see cref="ValueColumn{T}"/> of float, double, bool, DateTime or string, or a
/// <see cref="CategoryColumn"/>.
/// </summary>
public abstract class Column
{
    private protected Column(string name, ColumnType type, int count, int missingCount) =>
        (Name, Type, Count, MissingCount) = (name, type, count, missingCount);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of the values.</summary>
    public ColumnType Type { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of rows without a value.</summary>
    public int MissingCount { get; }

    /// <summary>Returns whether a row has no value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column has no such row.</exception>
    public bool IsMissing(int row) => (uint)row < (uint)Count
        ? IsMissingCore(row)
        : throw new ArgumentOutOfRangeException(nameof(row), row, FormattableString.Invariant(
            $"The column '{Name}' has {Count} rows; 'row' must be from 0 to {Count - 1}."));

    /// <summary>Returns the name, the type and the number of rows.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Type}, {Count} rows, {MissingCount} missing");

    /// <summary>Gets a value indicating whether the values are numbers, with true and false as 1 and 0.</summary>
    internal bool IsNumeric => Type is ColumnType.Float32 or ColumnType.Float64 or ColumnType.Boolean;

    /// <summary>Copies the given rows.</summary>
    internal abstract Column Gather(ReadOnlySpan<int> rows);

    /// <summary>Writes numbers into every <paramref name="stride"/>-th element.</summary>
    internal virtual void CopyTo(Span<float> target, int stride) => throw new NotSupportedException();

    /// <summary>Returns the value of a row that has one, in the format of the invariant culture.</summary>
    internal abstract string Format(int row);

    private protected abstract bool IsMissingCore(int row);
}
