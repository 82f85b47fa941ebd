using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom initializer: alternating signs, random magnitudes.</summary>
public sealed class Alternating : Initializer
{
    protected override void Initialize(Span<float> values, Shape shape, RandomStream random)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (i % 2 == 0 ? 1 : -1) * random.NextSingle() / shape[0];
    }
}
