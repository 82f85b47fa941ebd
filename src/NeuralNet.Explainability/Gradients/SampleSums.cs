namespace NeuralNet.Explainability;

/// <summary>
/// The sums for <see cref="SampleMean"/>: those of the values of the features over a sample, then those of their squares.
/// </summary>
internal static class SampleSums
{
    /// <summary>Adds rows of values of columns.</summary>
    public static void Add(Features features, ReadOnlySpan<float> rows, Span<double> sums)
    {
        if (features.AreColumns)
        {
            ColumnSums.AddWithSquares(rows, sums[..features.Count], sums[features.Count..]);
            return;
        }

        for (; rows.Length > 0; rows = rows[features.Width..])
        {
            for (int feature = 0; feature < features.Count; feature++)
            {
                double value = 0;
                foreach (int column in features.ColumnSpan(feature))
                    value += rows[column];
                sums[feature] += value;
                sums[features.Count + feature] += value * value;
            }
        }
    }

    /// <summary>Adds rows of values of features.</summary>
    public static void Add(ReadOnlySpan<double> rows, Span<double> sums)
    {
        int features = sums.Length / 2;
        for (int i = 0; i < rows.Length; i++)
        {
            sums[i % features] += rows[i];
            sums[features + i % features] += rows[i] * rows[i];
        }
    }
}
