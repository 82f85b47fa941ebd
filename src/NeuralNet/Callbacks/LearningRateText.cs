using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Formats a learning rate as Keras's callbacks do: the shortest text that is parsed to the same number, as Python's repr returns.
/// </summary>
internal static class LearningRateText
{
    /// <summary>The range in which Python writes numbers without an exponent.</summary>
    private const float MinFixed = 1e-4f, MaxFixed = 1e16f;

    private const string FixedFormat = "0.0###########################";

    public static string Of(float rate)
    {
        string shortest = rate.ToString("R", CultureInfo.InvariantCulture);
        return rate == 0 || (rate >= MinFixed && rate < MaxFixed)
            ? decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(FixedFormat, CultureInfo.InvariantCulture)
            : shortest.Replace('E', 'e');
    }
}
