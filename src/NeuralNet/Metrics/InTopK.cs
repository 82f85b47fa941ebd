namespace NeuralNet;

/// <summary>Determines whether an element of a row is among its k largest.</summary>
internal static class InTopK
{
    /// <summary>
    /// Returns whether fewer than k elements are larger, so that equal ones are all included (Keras: ops, <c>in_top_k</c>).
    /// </summary>
    public static bool WithTies(ReadOnlySpan<float> row, int index, int k)
    {
        float value = row[index];
        int larger = 0;
        foreach (float other in row)
            larger += other > value ? 1 : 0;
        return larger < k && !float.IsNaN(value);
    }

    /// <summary>Returns whether an element is one of exactly k, of which equal ones precede by index (Keras: ops, <c>top_k</c>).</summary>
    public static bool Exactly(ReadOnlySpan<float> row, int index, int k)
    {
        int preceding = 0;
        for (int i = 0; i < row.Length; i++)
            preceding += row[i] > row[index] || (row[i] == row[index] && i < index) ? 1 : 0;
        return preceding < k;
    }
}
