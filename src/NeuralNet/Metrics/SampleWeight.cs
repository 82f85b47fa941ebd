namespace NeuralNet;

/// <summary>
/// The weights of the rows of a batch: that of the row's sample, or 1 if there are no weights. A sample may have several rows.
/// </summary>
internal readonly ref struct SampleWeight(ReadOnlySpan<float> weights, int rows)
{
    private readonly ReadOnlySpan<float> weights = weights;
    private readonly int rowsPerSample = weights.IsEmpty ? 1 : rows / weights.Length;

    public float this[int row] => weights.IsEmpty ? 1 : weights[row / rowsPerSample];
}
