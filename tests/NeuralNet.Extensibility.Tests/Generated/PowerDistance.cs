using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom loss, which is also a metric: the mean over the row of |p − t|ᵏ.</summary>
[Configurable]
internal sealed partial class PowerDistance(double power = 2) : Loss
{
    protected override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
        losses.Clear();
        for (int i = 0; i < prediction.Length; i++)
            losses[i / rowLength] += (float)Math.Pow(Math.Abs(prediction[i] - target[i]), power) / rowLength;
    }

    protected override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int i = 0; i < prediction.Length; i++)
        {
            double error = prediction[i] - target[i];
            gradient[i] = (float)(power * Math.Pow(Math.Abs(error), power - 1) * Math.Sign(error)) / rowLength;
        }
    }
}
