using System.Globalization;

namespace NeuralNet;

/// <summary>
/// A value of a <see cref="Row"/>: a number, a Boolean value, a date, a text, or no value. All convert implicitly; null, NaN and the empty
/// text are no value, as in a table. A variable that may be null is converted by <see cref="From"/>:
/// <c>row["income"] = RowValue.From(income)</c>.
/// </summary>
public readonly record struct RowValue
{
    private readonly double number;
    private readonly string? text;
    private readonly DateTime date;

    private RowValue(ColumnType type, double number = 0, string? text = null, DateTime date = default)
    {
        (Type, IsMissing) = (type, type == ColumnType.Text ? string.IsNullOrEmpty(text) : double.IsNaN(number));
        (this.number, this.text, this.date) = (number, text, date);
    }

    /// <summary>The type of the value: Float32, Float64, Boolean, Date or Text.</summary>
    public ColumnType Type { get; }

    /// <summary>Gets a value indicating whether there is no value: null, an empty text, or a number that is NaN.</summary>
    public bool IsMissing { get; }

    /// <summary>Converts a number; NaN is no value.</summary>
    public static implicit operator RowValue(double value) => new(ColumnType.Float64, value);

    /// <summary>Converts a number; NaN is no value.</summary>
    public static implicit operator RowValue(float value) => new(ColumnType.Float32, value);

    /// <summary>Converts a number.</summary>
    public static implicit operator RowValue(int value) => new(ColumnType.Float64, value);

    /// <summary>Converts a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">float64 rounds the number, such as a key; give a text.</exception>
    public static implicit operator RowValue(long value) => new(ColumnType.Float64, (Int128)(double)value == value
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The number loses digits as float64. Give a key as a text."));

    /// <summary>Converts a number.</summary>
    public static implicit operator RowValue(decimal value) => decimal.IsInteger(value) && decimal.Abs(value) < long.MaxValue
        ? (RowValue)(long)value
        : new RowValue(ColumnType.Float64, (double)value);

    /// <summary>Converts a Boolean value.</summary>
    public static implicit operator RowValue(bool value) => new(ColumnType.Boolean, value ? 1 : 0);

    /// <summary>Converts a date; a local time is converted to universal time, as a date of a file that states its offset.</summary>
    public static implicit operator RowValue(DateTime value) =>
        new(ColumnType.Date, date: value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value);

    /// <summary>Converts a date to universal time.</summary>
    public static implicit operator RowValue(DateTimeOffset value) => new(ColumnType.Date, date: value.UtcDateTime);

    /// <summary>Converts a date.</summary>
    public static implicit operator RowValue(DateOnly value) => new(ColumnType.Date, date: value.ToDateTime(TimeOnly.MinValue));

    /// <summary>Converts a text; null and the empty text to no value.</summary>
    public static implicit operator RowValue(string? value) => new(ColumnType.Text, text: value);

    /// <summary>Converts a value that may be null, which is no value.</summary>
    /// <typeparam name="T">
    /// The type of the value: a number of up to 64 bits, decimal, bool, DateTime, DateTimeOffset or DateOnly.
    /// </typeparam>
    /// <exception cref="ArgumentException">The type is another one.</exception>
    public static RowValue From<T>(T? value)
        where T : struct => value switch
        {
            null => (string?)null,
            double number => number,
            float number => number,
            int number => number,
            long number => number,
            decimal number => number,
            short number => number,
            byte number => number,
            sbyte number => number,
            ushort number => number,
            uint number => number,
            ulong number => (decimal)number,
            bool flag => flag,
            DateTime date => date,
            DateTimeOffset date => date,
            DateOnly date => date,
            _ => throw new ArgumentException($"A row holds numbers, bool, DateTime, DateTimeOffset, DateOnly and string; the value is a "
                + $"{typeof(T).Name}.", nameof(value)),
        };

    /// <summary>Returns the value as a text in the format of the invariant culture, a date as in ISO 8601; empty for no value.</summary>
    public override string ToString() => Type switch
    {
        _ when IsMissing => "",
        ColumnType.Boolean => number == 0 ? "false" : "true",
        ColumnType.Date => date.ToString(DateFormat, CultureInfo.InvariantCulture),
        ColumnType.Text => text!,
        ColumnType.Float32 => ((float)number).ToString(CultureInfo.InvariantCulture),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    internal double Number => number;

    internal DateTime Date => date;

    private string DateFormat => date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss";
}
