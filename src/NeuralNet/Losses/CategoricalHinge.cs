using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The margin max(0, 1 + max((1 − t)·p) − Σ t·p) of the row, with one-hot targets t: 0 if the output of the true class exceeds all others
/// by at least 1. Keras: losses/losses.py, <c>CategoricalHinge</c>.
/// </summary>
[Configurable]
public sealed partial class CategoricalHinge : Loss
{
    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
        for (int i = 0; i < losses.Length; i++)
            losses[i] = MathF.Max(0, Margin(target.Slice(i * rowLength, rowLength), prediction.Slice(i * rowLength, rowLength), out _));
    }

    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int start = 0; start < gradient.Length; start += rowLength)
        {
            ReadOnlySpan<float> t = target.Slice(start, rowLength);
            Span<float> g = gradient.Slice(start, rowLength);
            if (Margin(t, prediction.Slice(start, rowLength), out int maximumIndex) > 0)
            {
                TensorPrimitives.Negate(t, g);
                g[maximumIndex] += 1 - t[maximumIndex];
            }
            else
            {
                g.Clear();
            }
        }
    }

    /// <summary>Computes 1 + max((1 − t)·p) − Σ t·p and the index of the maximum.</summary>
    private static float Margin(ReadOnlySpan<float> t, ReadOnlySpan<float> p, out int maximumIndex)
    {
        maximumIndex = 0;
        float maximum = float.NegativeInfinity;
        for (int k = 0; k < p.Length; k++)
        {
            float wrong = (1 - t[k]) * p[k];
            if (wrong > maximum)
                (maximum, maximumIndex) = (wrong, k);
        }

        return 1 + maximum - TensorPrimitives.Dot(t, p);
    }
}
