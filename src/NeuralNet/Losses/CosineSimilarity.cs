using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The negated cosine of the angle between prediction and target, row by row: −1 for equal directions, 1 for opposite ones. A row of zeros
/// has no direction: its loss and its gradient are 0. Keras: losses/losses.py, <c>CosineSimilarity</c>.
/// </summary>
[Configurable]
public sealed partial class CosineSimilarity : Loss
{
    /// <summary>The minimum divisor for the norm of a row (Keras: backend/config.py, epsilon).</summary>
    private const float MinNorm = 1e-7f;

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            ReadOnlySpan<float> t = target.Slice(i * rowLength, rowLength), p = prediction.Slice(i * rowLength, rowLength);
            losses[i] = -TensorPrimitives.Dot(t, p) / Norm(t) / Norm(p);
        }
    }

    /// <summary>Computes −(t̂ − (t̂·p̂)·p̂) / |p| with the unit vectors t̂ and p̂.</summary>
    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int start = 0; start < gradient.Length; start += rowLength)
        {
            ReadOnlySpan<float> t = target.Slice(start, rowLength), p = prediction.Slice(start, rowLength);
            Span<float> g = gradient.Slice(start, rowLength);
            float targetNorm = Norm(t), norm = Norm(p);
            if (norm <= MinNorm)
            {
                g.Clear();
                continue;
            }

            float cosine = TensorPrimitives.Dot(t, p) / targetNorm / norm;
            TensorPrimitives.Multiply(t, -1 / (targetNorm * norm), g);
            TensorPrimitives.MultiplyAdd(p, cosine / (norm * norm), g, g);
        }
    }

    private static float Norm(ReadOnlySpan<float> row) => MathF.Max(TensorPrimitives.Norm(row), MinNorm);
}
