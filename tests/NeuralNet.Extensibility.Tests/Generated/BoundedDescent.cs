using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom optimizer: w ← w − lr·clip(g, ±bound).</summary>
[Configurable]
internal sealed partial class BoundedDescent(LearningRateSchedule learningRate, float bound = 1) : Optimizer(learningRate)
{
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state)
    {
        for (int i = 0; i < value.Length; i++)
            value[i] -= state.LearningRate * Math.Clamp(gradient[i], -bound, bound);
    }
}
