using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The mean over the row of (log(1 + prediction) − log(1 + target))², both clipped to at least 10⁻⁷, below which there is no derivative.
/// Keras: losses/losses.py, <c>MeanSquaredLogarithmicError</c>.
/// </summary>
[Configurable("msle")]
public sealed partial class MeanSquaredLogarithmicError : Loss
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
        private const float MinValue = 1e-7f;

        public Vector<float> Value(Vector<float> target, Vector<float> prediction)
        {
            Vector<float> error = Error(target, prediction);
            return error * error;
        }

        public Vector<float> Derivative(Vector<float> target, Vector<float> prediction)
        {
            Vector<float> derivative = Error(target, prediction) * 2 / (prediction + Vector<float>.One);
            return Vector.ConditionalSelect(
                Vector.GreaterThanOrEqual(prediction, new Vector<float>(MinValue)), derivative, Vector<float>.Zero);
        }

        private static Vector<float> Error(Vector<float> target, Vector<float> prediction) => Log1(prediction) - Log1(target);

        private static Vector<float> Log1(Vector<float> value) =>
            Vector.Log(Vector.Max(value, new Vector<float>(MinValue)) + Vector<float>.One);
    }
}
