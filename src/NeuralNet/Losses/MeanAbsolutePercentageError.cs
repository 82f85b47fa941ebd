using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The percentage error, 100 times the mean over the row of |prediction − target| / max(|target|, 10⁻⁷).
/// Keras: losses/losses.py, <c>MeanAbsolutePercentageError</c>.
/// </summary>
[Configurable("mape")]
public sealed partial class MeanAbsolutePercentageError : Loss
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
        public Vector<float> Value(Vector<float> target, Vector<float> prediction) => Vector.Abs(prediction - target) / Divisor(target);

        public Vector<float> Derivative(Vector<float> target, Vector<float> prediction) =>
            VectorMath.Sign(prediction - target) / Divisor(target);

        /// <summary>Computes a hundredth of the target's magnitude.</summary>
        private static Vector<float> Divisor(Vector<float> target) =>
            Vector.Max(Vector.Abs(target), new Vector<float>(1e-7f)) * 0.01f;
    }
}
