namespace NeuralNet;

/// <summary>Draws from the uniform distribution between two values: from [minimum, maximum).</summary>
/// <param name="minimum">The lower bound, −0.05 by default as in Keras.</param>
/// <param name="maximum">The upper bound, 0.05 by default as in Keras.</param>
/// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or the maximum is below the minimum.</exception>
[Configurable("uniform")]
public sealed partial class RandomUniform(
    [Setting("minval")] float minimum = -0.05f, [Setting("maxval")] float maximum = 0.05f) : Initializer
{
    private readonly float minimum = Require.Finite(minimum), maximum = Require.AtLeast(minimum, maximum);

    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) =>
        Fill(values, minimum, maximum, random);

    internal static void Fill(Span<float> values, float minimum, float maximum, RandomStream random)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = minimum + (maximum - minimum) * random.NextSingle();
    }
}
