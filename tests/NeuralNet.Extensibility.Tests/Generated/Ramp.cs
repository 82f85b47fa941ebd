using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom initializer: increasing values.</summary>
[Configurable]
internal sealed partial class Ramp(float first, float step = 0.5f) : Initializer
{
    protected override void Initialize(Span<float> values, Shape shape, RandomStream random)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = first + i * step;
    }
}
