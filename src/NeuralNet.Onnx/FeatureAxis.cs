namespace NeuralNet.Onnx;

/// <summary>How the features get from the last axis, where Keras has them, to the second, where ONNX has them, and back.</summary>
internal static class FeatureAxis
{
    /// <summary>(batch, …, features) becomes (batch, features, …).</summary>
    public static long[] ToSecond(int rank) => [0, rank - 1, .. Axes(1, rank - 2)];

    /// <summary>(batch, features, …) becomes (batch, …, features).</summary>
    public static long[] ToLast(int rank) => [0, .. Axes(2, rank - 2), 1];

    private static IEnumerable<long> Axes(int first, int count) => Enumerable.Range(first, count).Select(axis => (long)axis);
}
