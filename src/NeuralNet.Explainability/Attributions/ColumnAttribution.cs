namespace NeuralNet.Explainability;

/// <summary>
/// Sums the values of an explanation of an encoded row by the columns that the row was made of. The value of a feature that is made of
/// several columns is divided evenly among them, so that the sum stays the same.
/// </summary>
internal static class ColumnAttribution
{
    /// <summary>Returns the explanation by columns, for one encoded row.</summary>
    /// <param name="attribution">The explanation of the encoded row.</param>
    /// <param name="columns">The columns of the encoder.</param>
    /// <param name="features">The columns as features.</param>
    /// <param name="contents">The contents of the columns; by default those of their features.</param>
    public static Attribution Of(Attribution attribution, EncodedColumns columns, Features features, string[]? contents)
    {
        int[][] columnsOf = [.. Enumerable.Range(0, attribution.Features.Count)
            .Select(feature => columns.Of(attribution.Features.ColumnSpan(feature)))];
        return new Attribution(
            attribution.Method, attribution.Output, attribution.Input, features, Shares(attribution.Values, columnsOf, features.Count),
            attribution.Prediction, attribution.BaseValue, contents ?? Contents(attribution, columnsOf, features.Count))
        {
            OutputName = attribution.OutputName,
            Note = attribution.Note,
            LocalFidelity = attribution.LocalFidelity,
            StandardErrors = StandardErrors(attribution, columnsOf, features.Count),
        };
    }

    /// <summary>Returns the contents of the columns of a row, as its texts.</summary>
    public static string[] Contents(IRows rows, int row, Features features) => [.. features.Names.Select(name =>
        rows.FindColumn(name) is not { } column ? "" : column.IsMissing(row) ? "missing" : column.GetText(row))];

    /// <summary>
    /// Returns the standard errors of the columns; null if there are none, or a column sums several estimates, whose errors depend on each
    /// other.
    /// </summary>
    private static double[]? StandardErrors(Attribution attribution, int[][] columnsOf, int count)
    {
        int[] summed = [.. columnsOf.SelectMany(columns => columns)];
        return attribution.StandardErrors is { } errors && summed.Distinct().Count() == summed.Length
            ? Shares(errors, columnsOf, count)
            : null;
    }

    private static double[] Shares(IReadOnlyList<double> values, int[][] columnsOf, int count)
    {
        double[] shares = new double[count];
        for (int feature = 0; feature < values.Count; feature++)
        {
            foreach (int column in columnsOf[feature])
                shares[column] += values[feature] / columnsOf[feature].Length;
        }

        return shares;
    }

    private static string[] Contents(Attribution attribution, int[][] columnsOf, int count) => [.. Enumerable.Range(0, count)
        .Select(column => string.Join(", ", Enumerable.Range(0, columnsOf.Length)
            .Where(feature => columnsOf[feature].Contains(column)).Select(feature => attribution.At(feature).Content)))];
}
