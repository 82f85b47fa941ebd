namespace NeuralNet.Explainability;

/// <summary>Means of features over a sample, and their standard errors, from sums of values and of squares.</summary>
internal static class SampleMean
{
    /// <summary>Computes the means and their standard errors.</summary>
    /// <param name="sums">For each row the sums of the values of the features, and then the sums of their squares.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="samples">The number of values in each sum.</param>
    /// <returns>The means and their errors: the sample's deviation / √n; null for a sample of one.</returns>
    public static (double[] Means, double[]? StandardErrors) Of(ReadOnlySpan<double> sums, int rows, int features, int samples)
    {
        double[] means = new double[rows * features], errors = new double[means.Length];
        for (int i = 0; i < means.Length; i++)
        {
            int place = i / features * 2 * features + i % features;
            double sum = sums[place], squares = sums[place + features];
            means[i] = sum / samples;
            errors[i] = Math.Sqrt(Math.Max(0, squares - sum * sum / samples) / (samples - 1.0) / samples);
        }

        return (means, samples > 1 ? errors : null);
    }
}
