using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Mean over the row of (prediction − target)²; derivative 2·(prediction − target)/K for rows of K values.</summary>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override string Name => "mean_squared_error";

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
        if (rowLength == 1)
        {
            TensorPrimitives.Subtract(prediction, target, losses);
            TensorPrimitives.Multiply(losses, losses, losses);
            return;
        }

        for (int i = 0; i < losses.Length; i++)
        {
            float distance = TensorPrimitives.Distance(prediction.Slice(i * rowLength, rowLength), target.Slice(i * rowLength, rowLength));
            losses[i] = distance * distance / rowLength;
        }
    }

    /// <inheritdoc/>
    protected internal override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        TensorPrimitives.Subtract(prediction, target, gradient);
        TensorPrimitives.Multiply(gradient, 2f / rowLength, gradient);
    }
}
