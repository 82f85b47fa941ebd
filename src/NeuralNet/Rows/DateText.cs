using System.Globalization;

namespace NeuralNet;

/// <summary>The text of a date, as ISO 8601 writes it: without a time of day at midnight.</summary>
internal static class DateText
{
    public static string Of(DateTime date) => date.ToString(
        date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
