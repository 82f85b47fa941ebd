using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom optimizer with a slot: w ← w − lr·sign(m), m ← 0.9·m + 0.1·g.</summary>
public sealed class SignDescent(LearningRateSchedule learningRate) : Optimizer(learningRate)
{
    public override IReadOnlyList<string> SlotNames { get; } = ["momentum"];

    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state)
    {
        Span<float> mean = state.Slot(0);
        for (int i = 0; i < value.Length; i++)
        {
            mean[i] = 0.9f * mean[i] + 0.1f * gradient[i];
            value[i] -= state.LearningRate * MathF.Sign(mean[i]);
        }
    }
}
