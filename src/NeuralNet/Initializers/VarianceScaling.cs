namespace NeuralNet;

/// <summary>
/// The six initializers that scale the variance to the number of inputs (fan in) and outputs (fan out) of a kernel, so that
/// signals neither fade nor grow from layer to layer: variance = scale / fan (Keras: initializers/random_initializers.py).
/// </summary>
internal static class VarianceScaling
{
    /// <summary>The standard deviation that remains of 1 after a cut at two standard deviations.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Uniform within ±√(3·scale/fan).</summary>
    public static void FillUniform(Span<float> values, double scale, double fan, RandomStream random)
    {
        float limit = (float)Math.Sqrt(3 * scale / Math.Max(1, fan));
        RandomUniform.Fill(values, -limit, limit, random);
    }

    /// <summary>Truncated normal whose standard deviation after the cut is √(scale/fan).</summary>
    public static void FillNormal(Span<float> values, double scale, double fan, RandomStream random) =>
        TruncatedNormal.Fill(values, 0, Math.Sqrt(scale / Math.Max(1, fan)) / TruncatedDeviation, random);

    /// <summary>
    /// The number of inputs of each output: receptive field × channels in for kernels (receptive field …, in, out). Keras:
    /// <c>compute_fans</c>.
    /// </summary>
    public static int FanIn(Shape shape) => shape.Rank switch
    {
        0 => 1,
        1 => shape[0],
        _ => shape.Size / Math.Max(1, shape.Last),
    };

    /// <summary>The number of outputs that each input reaches: receptive field × channels out.</summary>
    public static int FanOut(Shape shape) => shape.Rank < 2 ? FanIn(shape) : shape.Size / Math.Max(1, shape[^2]);

    /// <summary>The mean of fan in and fan out.</summary>
    public static double FanAverage(Shape shape) => (FanIn(shape) + (double)FanOut(shape)) / 2;
}
