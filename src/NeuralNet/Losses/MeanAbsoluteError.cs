using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The mean over the row of |prediction − target|; derivative sign(prediction − target)/K for rows of K values, 0 where they are equal.
/// </summary>
[Configurable("mae")]
public sealed partial class MeanAbsoluteError : Loss
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
        public Vector<float> Value(Vector<float> target, Vector<float> prediction) => Vector.Abs(prediction - target);

        public Vector<float> Derivative(Vector<float> target, Vector<float> prediction) => VectorMath.Sign(prediction - target);
    }
}
