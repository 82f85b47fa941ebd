using System.Globalization;

namespace NeuralNet.Data;

/// <summary>A column of values of one type: float, double, bool, DateTime or string.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed class ValueColumn<T> : Column
{
    private readonly T[] values;
    private readonly MissingRows? missing;

    internal ValueColumn(string name, ColumnType type, T[] values, MissingRows? missing)
        : base(name, type, values.Length, missing?.Count ?? 0) => (this.values, this.missing) = (values, missing);

    /// <summary>
    /// The values, one for each row. A row without a value holds NaN, false, the default DateTime or a null string.
    /// </summary>
    public ReadOnlySpan<T> Values => values;

    internal override Column Gather(ReadOnlySpan<int> rows)
    {
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

    internal override void CopyTo(Span<float> target, int stride)
    {
        switch (values)
        {
            case float[] numbers when stride == 1:
                numbers.CopyTo(target);
                break;
            case float[] numbers:
                for (int row = 0; row < numbers.Length; row++)
                    target[row * stride] = numbers[row];
                break;
            case double[] numbers:
                for (int row = 0; row < numbers.Length; row++)
                    target[row * stride] = (float)numbers[row];
                break;
            case bool[] flags:
                for (int row = 0; row < flags.Length; row++)
                    target[row * stride] = flags[row] ? 1 : 0;
                break;
            default:
                base.CopyTo(target, stride);
                break;
        }
    }

    internal override string Format(int row) => values[row] switch
    {
        DateTime date => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var text => text?.ToString() ?? "",
    };

    private protected override bool IsMissingCore(int row) => missing is not null && missing.Contains(row);
}
