namespace NeuralNet;

/// <summary>Gets a value indicating whether a value of a row is among its k greatest.</summary>
internal static class TopK
{
    /// <summary>Returns whether fewer than k values are greater: equal ones are let in together (Keras: ops, <c>in_top_k</c>).</summary>
    public static bool Contains(ReadOnlySpan<float> row, int index, int k)
    {
        float value = row[index];
        int greater = 0;
        foreach (float other in row)
            greater += other > value ? 1 : 0;
        return greater < k && !float.IsNaN(value);
    }

    /// <summary>Returns whether it is one of exactly k, of equal values the first (Keras: ops, <c>top_k</c>).</summary>
    public static bool ContainsOfExactly(ReadOnlySpan<float> row, int index, int k)
    {
        int before = 0;
        for (int i = 0; i < row.Length; i++)
            before += row[i] > row[index] || (row[i] == row[index] && i < index) ? 1 : 0;
        return before < k;
    }
}
