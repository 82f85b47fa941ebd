namespace NeuralNet.TestSupport;

/// <summary>Comparison of float32 results with exact ones: absolute or relative, whichever is larger.</summary>
internal static class Close
{
    /// <summary>The tolerance of the reference values.</summary>
    public const double Reference = 1e-5;

    /// <summary>The tolerance of whole training runs.</summary>
    public const double Training = 5e-5;

    public static void To(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {expected.Length} values expected, {actual.Length} there");
        for (int i = 0; i < expected.Length; i++)
            To(expected[i], actual[i], tolerance, $"{what}[{i}]");
    }

    /// <summary>Compares shapes exactly, then values.</summary>
    public static void To(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.True(expected.Shape.Equals(actual.Shape), $"{what}: the shape {expected.Shape} expected, {actual.Shape} there");
        To(Array.ConvertAll(expected.ToArray(), value => (double)value), actual.ToArray(), tolerance, what);
    }

    public static void To(double expected, double actual, double tolerance, string what)
    {
        double allowed = tolerance * Math.Max(1, Math.Abs(expected));
        Assert.True(
            Math.Abs(expected - actual) <= allowed, FormattableString.Invariant($"{what}: expected {expected:R}, was {actual:R}, allowed difference {allowed:E1}"));
    }
}
