using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// max(0, 1 + max((1 − t)·p) − Σ t·p) over the row, with one-hot targets t: how far the best wrong class comes near the right one.
/// Keras: losses/losses.py, <c>CategoricalHinge</c>.
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
            if (Margin(t, prediction.Slice(start, rowLength), out int strongest) > 0)
            {
                TensorPrimitives.Negate(t, g);
                g[strongest] += 1 - t[strongest];
            }
            else
            {
                g.Clear();
            }
        }
    }

    /// <summary>1 + max((1 − t)·p) − Σ t·p, and where the maximum stands.</summary>
    private static float Margin(ReadOnlySpan<float> t, ReadOnlySpan<float> p, out int strongest)
    {
        strongest = 0;
        float greatest = float.NegativeInfinity;
        for (int k = 0; k < p.Length; k++)
        {
            float wrong = (1 - t[k]) * p[k];
            if (wrong > greatest)
                (greatest, strongest) = (wrong, k);
        }

        return 1 + greatest - TensorPrimitives.Dot(t, p);
    }
}
