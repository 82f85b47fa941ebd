using System.Globalization;

namespace NeuralNet.Plotting;

/// <summary>
/// Evenly spaced round values: multiples of 1, 2 or 5 times a power of ten, with labels that have as many decimals as tell them apart.
/// </summary>
internal sealed class Ticks
{
    /// <summary>The minimum distance between two labels, in pixels.</summary>
    private const double LabelDistance = 10;

    private const double LabelSize = 11;

    private Ticks(Interval interval, IReadOnlyList<string> labels)
    {
        Interval = interval;
        Step = 1;
        Values = [.. Enumerable.Range(0, labels.Count).Select(i => (double)i)];
        Labels = labels;
        AreCategories = true;
    }

    private Ticks(Interval interval, double step, long first, long last)
    {
        Interval = interval;
        Step = step;
        Values = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
        Labels = [.. Values.Select(Label)];
    }

    /// <summary>Gets a value indicating whether the labels are names, so that 0 has no meaning of its own.</summary>
    public bool AreCategories { get; }

    /// <summary>The values that the axis covers.</summary>
    public Interval Interval { get; }

    public double Step { get; }

    public IReadOnlyList<double> Values { get; }

    public IReadOnlyList<string> Labels { get; }

    /// <summary>The finest ticks inside an interval that leave at most so many spaces between them.</summary>
    /// <param name="interval">The values that the axis covers.</param>
    /// <param name="spaces">The maximum number of spaces between the first tick and the last, at least 2.</param>
    /// <param name="areWhole">Whether only whole numbers have a meaning.</param>
    public static Ticks Within(Interval interval, int spaces, bool areWhole = false)
    {
        foreach (double step in Steps(interval.Length / spaces))
        {
            long first = Ceiling(interval.From / step), last = Floor(interval.To / step);
            if (last - first <= spaces && !(areWhole && step < 1))
                return new Ticks(interval, step, first, last);
        }

        throw new InvalidOperationException("There is always a step that is large enough.");
    }

    /// <summary>The finest ticks inside an interval whose labels keep apart on a horizontal axis.</summary>
    /// <param name="interval">The values that the axis covers.</param>
    /// <param name="width">The width of the axis in pixels.</param>
    /// <param name="maxSpaces">The maximum number of spaces between ticks.</param>
    /// <param name="areWhole">Whether only whole numbers have a meaning.</param>
    public static Ticks Across(Interval interval, double width, int maxSpaces, bool areWhole = false)
    {
        for (int spaces = Math.Max(2, maxSpaces); ; spaces--)
        {
            Ticks ticks = Within(interval, spaces, areWhole);
            double distance = width * ticks.Step / interval.Length;
            if (spaces == 2 || TextMeasure.Widest(ticks.Labels, LabelSize) + LabelDistance <= distance)
                return ticks;
        }
    }

    /// <summary>A tick for each category, at 0, 1, 2, …; labels are cut to the room that an axis of this width has for each.</summary>
    public static Ticks OfCategories(IReadOnlyList<string> labels, double width) => new(
        Interval.Between(-0.5, labels.Count - 0.5),
        [.. labels.Select(label => TextMeasure.Fit(label, width / labels.Count - LabelDistance, LabelSize))]);

    /// <summary>
    /// The finest ticks that leave at most so many spaces between them and of which the first and the last enclose an interval.
    /// </summary>
    public static Ticks Around(Interval interval, int spaces)
    {
        foreach (double step in Steps(interval.Length / spaces))
        {
            long first = Floor(interval.From / step), last = Ceiling(interval.To / step);
            if (last - first <= spaces)
                return new Ticks(Interval.Between(first * step, last * step), step, first, last);
        }

        throw new InvalidOperationException("There is always a step that is large enough.");
    }

    private static IEnumerable<double> Steps(double minimum)
    {
        for (int power = (int)Math.Floor(Math.Log10(minimum)); ; power++)
        {
            foreach (int multiple in (int[])[1, 2, 5])
                yield return multiple * Math.Pow(10, power);
        }
    }

    /// <summary>A quotient that is whole but for rounding counts as whole.</summary>
    private static long Ceiling(double quotient) => (long)Math.Ceiling(quotient - 1e-6);

    private static long Floor(double quotient) => (long)Math.Floor(quotient + 1e-6);

    private string Label(double value)
    {
        if (Math.Abs(value) < Step / 2)
            return "0";
        int stepPower = Power(Step), maxPower = Power(Values.Max(Math.Abs));
        string text = maxPower is < -4 or >= 6
            ? value.ToString("0." + new string('#', Math.Clamp(maxPower - stepPower, 1, 15)) + "e0", CultureInfo.InvariantCulture)
            : value.ToString("F" + Math.Max(0, -stepPower).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return NumberText.Typeset(text);
    }

    private static int Power(double value) => (int)Math.Floor(Math.Log10(value) + 1e-9);
}
