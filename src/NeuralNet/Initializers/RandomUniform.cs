namespace NeuralNet;

/// <summary>Draws from the uniform distribution between two values.</summary>
public sealed class RandomUniform : Initializer
{
    private readonly float minimum, maximum;

    /// <summary>Draws from [<paramref name="minimum"/>, <paramref name="maximum"/>), ±0.05 by default as in Keras.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or the maximum is below the minimum.</exception>
    public RandomUniform(float minimum = -0.05f, float maximum = 0.05f)
    {
        this.minimum = Require.Finite(minimum);
        this.maximum = Require.AtLeast(minimum, maximum);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) =>
        Fill(values, minimum, maximum, random);

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("minval", minimum);
        configuration.Set("maxval", maximum);
    }

    internal static RandomUniform From(Configuration configuration) =>
        new(configuration.GetSingle("minval", -0.05f), configuration.GetSingle("maxval", 0.05f));

    internal static void Fill(Span<float> values, float minimum, float maximum, RandomStream random)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = minimum + (maximum - minimum) * random.NextSingle();
    }
}
