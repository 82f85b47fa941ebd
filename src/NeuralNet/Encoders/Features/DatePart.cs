namespace NeuralNet;

/// <summary>A part of a date.</summary>
public enum DatePart
{
    /// <summary>The year, which has no fixed range and is encoded as a normalized number.</summary>
    Year,

    /// <summary>The month, from January to December.</summary>
    Month,

    /// <summary>The day of the month, from 1 to 31.</summary>
    Day,

    /// <summary>The day of the week, from Sunday to Saturday as in <see cref="System.DayOfWeek"/>.</summary>
    DayOfWeek,

    /// <summary>The hour, from 0 to 23.</summary>
    Hour,
}
