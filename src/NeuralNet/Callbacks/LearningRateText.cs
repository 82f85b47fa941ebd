using System.Globalization;

namespace NeuralNet;

/// <summary>A learning rate as Keras's callbacks write it: the shortest text that gives the number again, as Python's repr forms it.</summary>
internal static class LearningRateText
{
    /// <summary>Python writes exponents below −4 and from 16 on.</summary>
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
