namespace NeuralNet;

/// <summary>
/// A linear map along one axis: the value of each target is a weighted sum of the values of some sources. Few weights are not 0, so only
/// these are stored, target by target.
/// </summary>
internal sealed class AxisWeights
{
    private readonly int[] starts, sources;
    private readonly float[] weights;

    private AxisWeights(int[] starts, int[] sources, float[] weights) =>
        (this.starts, this.sources, this.weights) = (starts, sources, weights);

    /// <summary>Creates a map from the sources of each target and their weights.</summary>
    /// <param name="targets">For each target, its sources and their weights.</param>
    public static AxisWeights Create(IReadOnlyList<(int Source, float Weight)>[] targets)
    {
        int[] starts = new int[targets.Length + 1];
        for (int target = 0; target < targets.Length; target++)
            starts[target + 1] = starts[target] + targets[target].Count;
        return new AxisWeights(
            starts, [.. targets.SelectMany(terms => terms.Select(term => term.Source))],
            [.. targets.SelectMany(terms => terms.Select(term => term.Weight))]);
    }

    /// <summary>Returns the map of gradients: from the targets to the sources, with the same weights.</summary>
    /// <param name="count">The number of sources.</param>
    public AxisWeights Transpose(int count)
    {
        var targets = new List<(int Source, float Weight)>[count];
        for (int source = 0; source < count; source++)
            targets[source] = [];
        for (int target = 0; target + 1 < starts.Length; target++)
        {
            for (int i = starts[target]; i < starts[target + 1]; i++)
                targets[sources[i]].Add((target, weights[i]));
        }

        return Create(targets);
    }

    /// <summary>Returns the indices of the sources of a target.</summary>
    public ReadOnlySpan<int> SourcesOf(int target) => sources.AsSpan(starts[target]..starts[target + 1]);

    /// <summary>Returns the weights of the sources of a target.</summary>
    public ReadOnlySpan<float> WeightsOf(int target) => weights.AsSpan(starts[target]..starts[target + 1]);

    /// <summary>Returns the sum of the weights of a target.</summary>
    public float SumOf(int target)
    {
        float sum = 0;
        foreach (float weight in WeightsOf(target))
            sum += weight;
        return sum;
    }
}
