using NeuralNet.Explainability;

namespace Explain;

/// <summary>Measures the agreement of two explanations of the same prediction.</summary>
internal static class Agreement
{
    /// <summary>
    /// Returns a sentence with the correlation of the values and the number of the strongest features that both have in common.
    /// </summary>
    public static string Describe(Attribution first, Attribution second, int strongest)
    {
        string[] firstNames = [.. first.Ranking.Take(strongest).Select(entry => entry.Name)];
        int shared = second.Ranking.Take(strongest).Count(entry => firstNames.Contains(entry.Name));
        double correlation = Correlation(first.Values, second.Values);
        return FormattableString.Invariant($"{first.Method} and {second.Method}: correlation {correlation:F2}; ")
            + FormattableString.Invariant($"{shared} of the {strongest} strongest features in common");
    }

    /// <summary>Returns a line for each feature with the attributions of both methods, sorted by those of the first method.</summary>
    public static string SideBySide(Attribution first, Attribution second)
    {
        int width = first.Features.Names.Max(name => name.Length);
        IEnumerable<string> lines = first.Ranking.Select(entry => FormattableString.Invariant(
            $"{entry.Name.PadRight(width)}  {entry.Value,12:+0.0000;-0.0000}  {second[entry.Name],12:+0.0000;-0.0000}"));
        return string.Join(Environment.NewLine, lines.Prepend($"{"side by side".PadRight(width)}  {first.Method,12}  {second.Method,12}"));
    }

    /// <summary>Computes Pearson's correlation; 0 if one of the lists is constant.</summary>
    private static double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double meanA = a.Average(), meanB = b.Average();
        double together = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        double alone = Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
        return alone > 0 ? together / alone : 0;
    }
}
