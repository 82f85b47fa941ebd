using System.Globalization;

namespace NeuralNet.Explainability;

/// <summary>The quartiles of a number in the background.</summary>
internal sealed class Quartiles
{
    private readonly float[] limits;
    private readonly bool areShort;

    public Quartiles(IEnumerable<float> values)
    {
        float[] sorted = [.. values.Order()];
        limits = [.. new[] { 0.25, 0.5, 0.75 }.Select(share => Quantile(sorted, share)).Distinct().Where(limit => limit < sorted[^1])];
        // Where more than a quarter share the greatest value, no quartile may be left below it: then the rest is cut off from it.
        if (limits.Length == 0)
            limits = [sorted[..Array.IndexOf(sorted, sorted[^1])][^1]];
        float[] told = [.. limits.Append(sorted[0]).Append(sorted[^1]).Distinct()];
        areShort = told.Select(Features.Text).Distinct().Count() == told.Length;
    }

    /// <summary>The limits of the quarter that a value lies in: above the first, and up to the second.</summary>
    public (float Above, float UpTo) QuarterOf(float value)
    {
        int quarter = 0;
        while (quarter < limits.Length && value > limits[quarter])
            quarter++;
        return (
            quarter > 0 ? limits[quarter - 1] : float.NegativeInfinity,
            quarter < limits.Length ? limits[quarter] : float.PositiveInfinity);
    }

    /// <summary>The quarter that a value lies in, as text.</summary>
    public string Describe(float value, string name)
    {
        (float above, float upTo) = QuarterOf(value);
        string lower = float.IsFinite(above) ? $"{Text(above)} < " : "", upper = float.IsFinite(upTo) ? $" ≤ {Text(upTo)}" : "";
        return lower + name + upper;
    }

    /// <summary>In few digits, or in all where few would make two limits the same.</summary>
    private string Text(float limit) => areShort
        ? Features.Text(limit)
        : limit.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A quantile by linear interpolation between the two nearest values.</summary>
    private static float Quantile(float[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        return (float)(sorted[below] + (place - below) * ((double)sorted[above] - sorted[below]));
    }
}
