namespace NeuralNet.Explainability;

/// <summary>Values that follow from the gradient at the row alone.</summary>
internal static class LocalGradient
{
    /// <summary>For each row and feature the sum over its columns of a function of the value and its derivative.</summary>
    public static double[] Sum(Model model, Features features, Tensor rows, int output, Func<float, float, double> of, Run run) =>
        new PointGradients(model, output, pointsPerRow: 1).Sum(
            rows.Rows, features.Count, (row, _, x) => rows.Row(row).CopyTo(x), (row, _, gradient, sums) =>
            {
                ReadOnlySpan<float> x = rows.Row(row);
                for (int feature = 0; feature < sums.Length; feature++)
                {
                    foreach (int column in features.ColumnSpan(feature))
                        sums[feature] += of(x[column], gradient[column]);
                }
            }, run);
}
