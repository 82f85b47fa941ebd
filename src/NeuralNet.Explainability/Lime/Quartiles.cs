using System.Globalization;

namespace NeuralNet.Explainability;

/// <summary>The quartiles of a number in the background.</summary>
internal sealed class Quartiles
{
    private static readonly double[] Fractions = [0.25, 0.5, 0.75];

    private readonly float[] limits;
    private readonly bool areShort;

    public Quartiles(IEnumerable<float> values)
    {
        float[] sorted = [.. values.Order()];
        limits = [.. Fractions.Select(fraction => Quantile(sorted, fraction)).Distinct().Where(limit => limit < sorted[^1])];
        // If more than a quarter of the values are the maximum, no quartile may be left below it: then the others are separated from it.
        if (limits.Length == 0)
            limits = [sorted[..Array.IndexOf(sorted, sorted[^1])][^1]];
        float[] told = [.. limits.Append(sorted[0]).Append(sorted[^1]).Distinct()];
        areShort = told.Select(Features.Text).Distinct().Count() == told.Length;
    }

    /// <summary>Returns the limits of the quarter that a value lies in: above the first, and up to the second.</summary>
    public (float Above, float UpTo) QuarterOf(float value)
    {
        int quarter = 0;
        while (quarter < limits.Length && value > limits[quarter])
            quarter++;
        return (
            quarter > 0 ? limits[quarter - 1] : float.NegativeInfinity,
            quarter < limits.Length ? limits[quarter] : float.PositiveInfinity);
    }

    /// <summary>Returns the quarter that a value lies in, as text.</summary>
    public string Describe(float value, string name)
    {
        (float above, float upTo) = QuarterOf(value);
        string lower = float.IsFinite(above) ? $"{Text(above)} < " : "", upper = float.IsFinite(upTo) ? $" ≤ {Text(upTo)}" : "";
        return lower + name + upper;
    }

    /// <summary>Returns a limit in few digits, or in all if few would make two limits equal.</summary>
    private string Text(float limit) => areShort
        ? Features.Text(limit)
        : limit.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Computes a quantile by linear interpolation between the two nearest values.</summary>
    private static float Quantile(float[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        return (float)(sorted[below] + (place - below) * ((double)sorted[above] - sorted[below]));
    }
}
