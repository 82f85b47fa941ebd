using System.Globalization;

namespace NeuralNet;

/// <summary>
/// A value of a <see cref="Row"/>: a number, a Boolean value, a date, a text, or no value. All convert implicitly; null and NaN are no
/// value:
/// <c>row["income"] = income ?? double.NaN</c>.
/// </summary>
public readonly record struct RowValue
{
    private readonly double number;
    private readonly string? text;
    private readonly DateTime date;

    private RowValue(ColumnType type, double number = 0, string? text = null, DateTime date = default)
    {
        (Type, IsMissing) = (type, type == ColumnType.Text ? text is null : double.IsNaN(number));
        (this.number, this.text, this.date) = (number, text, date);
    }

    /// <summary>The type of the value: Float64, Boolean, Date or Text.</summary>
    public ColumnType Type { get; }

    /// <summary>Gets a value indicating whether there is no value: null, or a number that is NaN.</summary>
    public bool IsMissing { get; }

    /// <summary>Converts a number; NaN is no value.</summary>
    public static implicit operator RowValue(double value) => new(ColumnType.Float64, value);

    /// <summary>Converts a number; NaN is no value.</summary>
    public static implicit operator RowValue(float value) => new(ColumnType.Float32, value);

    /// <summary>Converts a number.</summary>
    public static implicit operator RowValue(int value) => new(ColumnType.Float64, value);

    /// <summary>Converts a number.</summary>
    public static implicit operator RowValue(long value) => new(ColumnType.Float64, value);

    /// <summary>Converts a Boolean value.</summary>
    public static implicit operator RowValue(bool value) => new(ColumnType.Boolean, value ? 1 : 0);

    /// <summary>Converts a date.</summary>
    public static implicit operator RowValue(DateTime value) => new(ColumnType.Date, date: value);

    /// <summary>Converts a text, null to no value.</summary>
    public static implicit operator RowValue(string? value) => new(ColumnType.Text, text: value);

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
