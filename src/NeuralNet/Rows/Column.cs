namespace NeuralNet;

/// <summary>
/// A named column of <see cref="IRows"/>, whose values have one type and may be missing. The columns of <c>NeuralNet.Data</c> derive from
/// it; a program that keeps its data elsewhere derives its own.
/// </summary>
public abstract class Column
{
    /// <summary>Creates a column.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type of the values.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="missingCount">The number of rows without a value.</param>
    protected Column(string name, ColumnType type, int count, int missingCount)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, Type, Count, MissingCount) = (name, type, Require.NonNegative(count), Require.Between(0, count, missingCount));
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of the values.</summary>
    public ColumnType Type { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of rows without a value.</summary>
    public int MissingCount { get; }

    /// <summary>Gets a value indicating whether the values are numbers, with true and false as 1 and 0.</summary>
    public bool IsNumeric => Type is ColumnType.Float32 or ColumnType.Float64 or ColumnType.Boolean;

    /// <summary>Returns whether a row has no value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column has no such row.</exception>
    public bool IsMissing(int row) => IsMissingCore(RequireRow(row));

    /// <summary>Returns the number of a row, with true and false as 1 and 0; NaN if the row has no value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column has no such row.</exception>
    /// <exception cref="InvalidOperationException">The values are no numbers.</exception>
    public virtual double GetNumber(int row) => throw new InvalidOperationException(
        $"The column '{Name}' has values of the type {Type}, which are no numbers.");

    /// <summary>Returns the date of a row; the default if the row has no value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column has no such row.</exception>
    /// <exception cref="InvalidOperationException">The values are no dates.</exception>
    public virtual DateTime GetDate(int row) => throw new InvalidOperationException(
        $"The column '{Name}' has values of the type {Type}, which are no dates.");

    /// <summary>
    /// Returns the value of a row as a text in the format of the invariant culture: a number as its shortest text, a Boolean value as
    /// <c>true</c> or <c>false</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The column has no such row.</exception>
    /// <exception cref="InvalidOperationException">The row has no value; see <see cref="IsMissing"/>.</exception>
    public abstract string GetText(int row);

    /// <summary>
    /// Writes the numbers of all rows, as float32, into every <paramref name="stride"/>-th element of a span; NaN for a row without a
    /// value.
    /// </summary>
    /// <exception cref="InvalidOperationException">The values are no numbers.</exception>
    public virtual void CopyNumbersTo(Span<float> target, int stride = 1)
    {
        for (int row = 0; row < Count; row++)
            target[row * stride] = (float)GetNumber(row);
    }

    /// <summary>Copies the rows of the given indices, in their order. An index may be repeated.</summary>
    public abstract Column Gather(params ReadOnlySpan<int> rows);

    /// <summary>Returns the name, the type and the number of rows.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Type}, {Count} rows, {MissingCount} missing");

    /// <summary>Returns whether a row of the column has no value.</summary>
    protected abstract bool IsMissingCore(int row);

    /// <summary>Creates the exception for the text of a row without a value.</summary>
    protected InvalidOperationException NoValue(int row) => new(FormattableString.Invariant(
        $"The column '{Name}' has no value in row {row}. Ask {nameof(IsMissing)}(row) first, or leave such rows out."));

    /// <summary>Returns an index after a check that the column has such a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column has no such row.</exception>
    protected int RequireRow(int row) => (uint)row < (uint)Count
        ? row
        : throw new ArgumentOutOfRangeException(nameof(row), row, FormattableString.Invariant(
            $"The column '{Name}' has {Count} rows; 'row' must be from 0 to {Count - 1}."));
}
