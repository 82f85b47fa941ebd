namespace NeuralNet;

/// <summary>
/// Provides the distributions of the initializers that scale the variance by the number of inputs (fan in) and outputs (fan out) of a
/// kernel, so that signals neither vanish nor grow from layer to layer: variance = scale / fan (Keras:
/// initializers/random_initializers.py).
/// </summary>
internal static class VarianceScaling
{
    /// <summary>The standard deviation of the standard normal distribution after truncation at two standard deviations.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Draws from the uniform distribution within ±√(3·scale/fan).</summary>
    public static void FillUniform(Span<float> values, double scale, double fan, RandomStream random)
    {
        float limit = (float)Math.Sqrt(3 * scale / Math.Max(1, fan));
        RandomUniform.Fill(values, -limit, limit, random);
    }

    /// <summary>Draws from the truncated normal distribution with a standard deviation of √(scale/fan) after truncation.</summary>
    public static void FillNormal(Span<float> values, double scale, double fan, RandomStream random) =>
        TruncatedNormal.Fill(values, 0, Math.Sqrt(scale / Math.Max(1, fan)) / TruncatedDeviation, random);

    /// <summary>
    /// Returns the number of inputs of each output: receptive field × channels in for kernels (receptive field …, in, out). Keras:
    /// <c>compute_fans</c>.
    /// </summary>
    public static int FanIn(Shape shape) => shape.Rank switch
    {
        0 => 1,
        1 => shape[0],
        _ => shape.Size / Math.Max(1, shape.Last),
    };

    /// <summary>Returns the number of outputs of each input: receptive field × channels out.</summary>
    public static int FanOut(Shape shape) => shape.Rank < 2 ? FanIn(shape) : shape.Size / Math.Max(1, shape[^2]);

    /// <summary>Returns the mean of fan in and fan out.</summary>
    public static double FanAverage(Shape shape) => (FanIn(shape) + (double)FanOut(shape)) / 2;
}
