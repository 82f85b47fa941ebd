namespace NeuralNet.Onnx;

/// <summary>Permutations that move the features from the last axis (Keras) to the second (ONNX) and back.</summary>
internal static class FeatureAxis
{
    /// <summary>(batch, …, features) becomes (batch, features, …).</summary>
    public static long[] ToSecond(int rank) => [0, rank - 1, .. Axes(1, rank - 2)];

    /// <summary>(batch, features, …) becomes (batch, …, features).</summary>
    public static long[] ToLast(int rank) => [0, .. Axes(2, rank - 2), 1];

    private static IEnumerable<long> Axes(int first, int count) => Enumerable.Range(first, count).Select(axis => (long)axis);
}
