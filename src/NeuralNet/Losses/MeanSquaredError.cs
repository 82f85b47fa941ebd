using System.Numerics;

namespace NeuralNet;

/// <summary>The mean over the row of (prediction − target)²; derivative 2·(prediction − target)/K for rows of K values.</summary>
[Configurable("mse")]
public sealed partial class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    protected internal override void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses) =>
        ElementwiseLoss.Evaluate(target, prediction, rowLength, losses, default(Terms));

    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
        ElementwiseLoss.Gradient(target, prediction, rowLength, gradient, default(Terms));

    private readonly struct Terms : IElementwiseLoss
    {
        public Vector<float> Value(Vector<float> target, Vector<float> prediction)
        {
            Vector<float> error = prediction - target;
            return error * error;
        }

        public Vector<float> Derivative(Vector<float> target, Vector<float> prediction) => (prediction - target) * 2;
    }
}
