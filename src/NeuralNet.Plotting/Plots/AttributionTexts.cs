using System.Globalization;
using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>The titles and subtitles of explanations.</summary>
internal static class AttributionTexts
{
    public static string Title(Attribution attribution, string? outputName) =>
        $"{attribution.Method} of {outputName ?? OutputOf(attribution)}";

    /// <summary>The method and the output; rows of which each explains an output of its own are said to.</summary>
    public static string Title(AttributionSet attributions, string? outputName)
    {
        ArgumentNullException.ThrowIfNull(attributions);
        return attributions.All(row => row.Output == attributions[0].Output)
            ? Title(attributions[0], outputName)
            : $"{attributions[0].Method} of {outputName ?? "an output for each row"}";
    }

    /// <summary>The text for the R² of LIME's linear model near the row; null for other methods.</summary>
    public static string? Fidelity(Attribution attribution)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        return attribution.LocalFidelity is { } fidelity
            ? $"R² of the local model {Rounded(fidelity)}"
            : null;
    }

    /// <summary>The number of rows, and how much of the worst of them the values leave unexplained.</summary>
    public static string Rows(AttributionSet attributions)
    {
        string rows = attributions.Count == 1 ? "1 row" : string.Create(CultureInfo.InvariantCulture, $"{attributions.Count} rows");
        double? maxResidual = attributions.Max(row => row.Residual is { } residual ? Math.Abs(residual) : (double?)null);
        double? minFidelity = attributions.Min(row => row.LocalFidelity);
        return rows
            + (maxResidual is { } residual ? $" · residuals up to ±{NumberText.Format(residual)}" : "")
            + (minFidelity is { } fidelity ? $" · R² of the local models from {Rounded(fidelity)}" : "");
    }

    /// <summary>Parts of a subtitle in one line; null if there are none.</summary>
    public static string? Join(params ReadOnlySpan<string?> parts)
    {
        string[] known = [.. parts.ToArray().OfType<string>()];
        return known.Length == 0 ? null : string.Join(" · ", known);
    }

    private static string OutputOf(Attribution attribution) =>
        attribution.OutputName ?? FormattableString.Invariant($"output {attribution.Output}");

    private static string Rounded(double share) => NumberText.Format(Math.Round(share, 3));
}
