using System.Globalization;

namespace NeuralNet;

/// <summary>A part of a date that has a fixed range: the month, the day, the day of the week or the hour.</summary>
public sealed class DatePartFeature : FixedCategoricalFeature
{
    internal DatePartFeature(
        string name, DatePart part, IndexOutputMode outputMode, string? column, MissingValues missing, int? fillIndex = null)
        : base(name, RangeOf(part).Count, column, missing, outputMode, fillIndex) => Part = part;

    /// <summary>The part.</summary>
    public DatePart Part { get; }

    private protected override string Takes => "dates";

    internal static DatePartFeature From(Configuration configuration) => new(
        NameIn(configuration), configuration.GetEnum<DatePart>("part"), OutputModeIn(configuration), ColumnIn(configuration),
        MissingIn(configuration), FillIndexIn(configuration));

    internal override int IndexAt(IRows rows, Column column, int row) => ValueOf(column.GetDate(row)) - RangeOf(Part).First;

    private protected override DatePartFeature WithLearned(int fillIndex) => new(Name, Part, OutputMode, Column, Missing, fillIndex);

    private protected override bool TakesValuesOf(Column column) => column.Type == ColumnType.Date;

    private protected override string NameOf(int index)
    {
        int value = index + RangeOf(Part).First;
        return $"{Name} = {(Part == DatePart.DayOfWeek ? ((DayOfWeek)value).ToString() : value.ToString(CultureInfo.InvariantCulture))}";
    }

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        configuration.Set("part", Part);
    }

    private int ValueOf(DateTime date) => Part switch
    {
        DatePart.Month => date.Month,
        DatePart.Day => date.Day,
        DatePart.DayOfWeek => (int)date.DayOfWeek,
        _ => date.Hour,
    };

    private static (int First, int Count) RangeOf(DatePart part) => part switch
    {
        DatePart.Month => (1, 12),
        DatePart.Day => (1, 31),
        DatePart.DayOfWeek => (0, 7),
        DatePart.Hour => (0, 24),
        _ => throw new ArgumentOutOfRangeException(nameof(part), $"The part {part} of a date has no fixed range."),
    };
}
