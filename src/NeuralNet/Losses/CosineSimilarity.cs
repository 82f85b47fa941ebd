using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// −cos of the angle between prediction and target, row by row: −1 where they point the same way, 1 where opposite. A row of zeros
/// has no direction: its loss and its gradient are 0. Keras: losses/losses.py, <c>CosineSimilarity</c>.
/// </summary>
[Configurable]
public sealed partial class CosineSimilarity : Loss
{
    /// <summary>A shorter row counts as zeros, nearly: it is divided by this (Keras: backend/config.py, epsilon).</summary>
    private const float LeastNorm = 1e-7f;

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            ReadOnlySpan<float> t = target.Slice(i * rowLength, rowLength), p = prediction.Slice(i * rowLength, rowLength);
            losses[i] = -TensorPrimitives.Dot(t, p) / Norm(t) / Norm(p);
        }
    }

    /// <summary>With unit vectors t̂ and p̂: −(t̂ − (t̂·p̂)·p̂) / |p|.</summary>
    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int start = 0; start < gradient.Length; start += rowLength)
        {
            ReadOnlySpan<float> t = target.Slice(start, rowLength), p = prediction.Slice(start, rowLength);
            Span<float> g = gradient.Slice(start, rowLength);
            float targetNorm = Norm(t), norm = Norm(p);
            if (norm <= LeastNorm)
            {
                g.Clear();
                continue;
            }

            float cosine = TensorPrimitives.Dot(t, p) / targetNorm / norm;
            TensorPrimitives.Multiply(t, -1 / (targetNorm * norm), g);
            TensorPrimitives.MultiplyAdd(p, cosine / (norm * norm), g, g);
        }
    }

    private static float Norm(ReadOnlySpan<float> row) => MathF.Max(TensorPrimitives.Norm(row), LeastNorm);
}
