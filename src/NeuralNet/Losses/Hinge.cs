namespace NeuralNet;

/// <summary>
/// Mean over the row of max(0, 1 − t·p) for targets t of −1 and 1. If all targets of a batch are 0 or 1 they are taken as
/// 2t − 1. Keras: losses/losses.py, <c>Hinge</c>.
/// </summary>
public sealed class Hinge : Loss
{
    /// <inheritdoc/>
    public override string Name => "hinge";

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
        HingeLabels labels = HingeLabels.Of(target);
        for (int i = 0; i < losses.Length; i++)
        {
            double sum = 0;
            for (int k = i * rowLength; k < (i + 1) * rowLength; k++)
                sum += MathF.Max(0, 1 - labels.Convert(target[k]) * prediction[k]);
            losses[i] = (float)(sum / rowLength);
        }
    }

    /// <inheritdoc/>
    protected internal override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        HingeLabels labels = HingeLabels.Of(target);
        for (int k = 0; k < gradient.Length; k++)
        {
            float t = labels.Convert(target[k]);
            gradient[k] = 1 - t * prediction[k] > 0 ? -t / rowLength : 0;
        }
    }
}
