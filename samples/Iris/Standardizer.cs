/// <summary>Moves and scales each column to mean 0 and standard deviation 1, as measured on the rows it was made from.</summary>
internal sealed class Standardizer(float[][] rows)
{
    private readonly float[] means = [.. Columns(rows).Select(column => column.Average())];
    private readonly float[] deviations = [.. Columns(rows).Select(Deviation)];

    public float[] Apply(float[] row) => [.. row.Select((value, column) => (value - means[column]) / deviations[column])];

    private static IEnumerable<float[]> Columns(float[][] rows) =>
        Enumerable.Range(0, rows[0].Length).Select(column => rows.Select(row => row[column]).ToArray());

    private static float Deviation(float[] values)
    {
        float mean = values.Average();
        return MathF.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
