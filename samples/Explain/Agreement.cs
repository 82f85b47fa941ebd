using NeuralNet.Explainability;

namespace Explain;

/// <summary>Whether two explanations of the same prediction agree, and by how much.</summary>
internal static class Agreement
{
    /// <summary>One sentence: the correlation of the values, and how many of the strongest features both name.</summary>
    public static string Describe(Attribution first, Attribution second, int strongest)
    {
        string[] firstNames = [.. first.Ranking.Take(strongest).Select(entry => entry.Name)];
        int shared = second.Ranking.Take(strongest).Count(entry => firstNames.Contains(entry.Name));
        double correlation = Correlation(first.Values, second.Values);
        return FormattableString.Invariant($"{first.Method} and {second.Method}: correlation {correlation:F2}; ")
            + FormattableString.Invariant($"{shared} of the {strongest} strongest features in common");
    }

    /// <summary>A line for each feature with what both methods say is due to it, the greatest by the first method first.</summary>
    public static string SideBySide(Attribution first, Attribution second)
    {
        int width = first.Features.Names.Max(name => name.Length);
        IEnumerable<string> lines = first.Ranking.Select(entry => FormattableString.Invariant(
            $"{entry.Name.PadRight(width)}  {entry.Value,12:+0.0000;-0.0000}  {second[entry.Name],12:+0.0000;-0.0000}"));
        return string.Join(Environment.NewLine, lines.Prepend($"{"side by side".PadRight(width)}  {first.Method,12}  {second.Method,12}"));
    }

    /// <summary>Pearson's correlation; 0 if one of the two does not vary.</summary>
    private static double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double meanA = a.Average(), meanB = b.Average();
        double together = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        double alone = Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
        return alone > 0 ? together / alone : 0;
    }
}
