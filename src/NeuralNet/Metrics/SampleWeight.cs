namespace NeuralNet;

/// <summary>The weight of each row of a batch: that of its sample, or 1 if all count alike. A sample may have several rows.</summary>
internal readonly ref struct SampleWeight(ReadOnlySpan<float> weights, int rows)
{
    private readonly ReadOnlySpan<float> weights = weights;
    private readonly int rowsPerSample = weights.IsEmpty ? 1 : rows / weights.Length;

    public float this[int row] => weights.IsEmpty ? 1 : weights[row / rowsPerSample];
}
