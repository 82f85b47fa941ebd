using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom loss: the mean over the row of log(1 + (p − t)²).</summary>
public sealed class LogisticDistance : Loss
{
    public override string Name => "logistic_distance";

    protected override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
        losses.Clear();
        for (int i = 0; i < prediction.Length; i++)
            losses[i / rowLength] += MathF.Log(1 + (prediction[i] - target[i]) * (prediction[i] - target[i])) / rowLength;
    }

    protected override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int i = 0; i < prediction.Length; i++)
        {
            float error = prediction[i] - target[i];
            gradient[i] = 2 * error / (1 + error * error) / rowLength;
        }
    }
}
