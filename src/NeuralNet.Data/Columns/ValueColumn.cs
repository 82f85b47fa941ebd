using System.Globalization;

namespace NeuralNet.Data;

/// <summary>A column of values of one type: float, double, bool, DateTime or string.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed class ValueColumn<T> : Column
{
    private readonly T[] values;
    private readonly MissingRows? missing;

    /// <param name="name">The name.</param>
    /// <param name="type">The type of the values.</param>
    /// <param name="values">The values, one for each row. The array may be longer.</param>
    /// <param name="missing">The rows without a value; null if there are none.</param>
    internal ValueColumn(string name, ColumnType type, ArraySegment<T> values, MissingRows? missing)
        : base(name, type, values.Count, missing?.Count ?? 0) => (this.values, this.missing) = (values.Array!, missing);

    /// <summary>
    /// The values, one for each row. A row without a value holds NaN, false, the default DateTime or a null string.
    /// </summary>
    public ReadOnlySpan<T> Values => values.AsSpan(0, Count);

    /// <inheritdoc/>
    public override Column Gather(params ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<T> values = Values;
        var gathered = new T[rows.Length];
        MissingRows? gatheredMissing = null;
        for (int i = 0; i < rows.Length; i++)
        {
            gathered[i] = values[rows[i]];
            if (missing is not null && missing.Contains(rows[i]))
                (gatheredMissing ??= new MissingRows()).Add(i);
        }

        return new ValueColumn<T>(Name, Type, gathered, gatheredMissing);
    }

    /// <inheritdoc/>
    public override void CopyNumbersTo(Span<float> target, int stride = 1)
    {
        if (values is not float[] numbers)
            base.CopyNumbersTo(target, stride);
        else if (stride == 1)
            numbers.AsSpan(0, Count).CopyTo(target);
        else
            CopySpread(numbers.AsSpan(0, Count), target, stride);
    }

    /// <inheritdoc/>
    public override string GetText(int row) => IsMissing(row) ? throw NoValue(row) : values[row] switch
    {
        DateTime date => ((RowValue)date).ToString(),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var text => text!.ToString()!,
    };

    /// <inheritdoc/>
    public override double GetNumber(int row) => values switch
    {
        float[] numbers => numbers[RequireRow(row)],
        double[] numbers => numbers[RequireRow(row)],
        bool[] flags => IsMissing(row) ? double.NaN : flags[row] ? 1 : 0,
        _ => base.GetNumber(row),
    };

    /// <inheritdoc/>
    public override DateTime GetDate(int row) => values is DateTime[] dates ? dates[RequireRow(row)] : base.GetDate(row);

    /// <inheritdoc/>
    protected override bool IsMissingCore(int row) => missing is not null && missing.Contains(row);

    private static void CopySpread(ReadOnlySpan<float> numbers, Span<float> target, int stride)
    {
        for (int row = 0; row < numbers.Length; row++)
            target[row * stride] = numbers[row];
    }
}
