using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The mean over the row of log cosh e, e = prediction − target: e²/2 near 0, |e| − log 2 far from it. Computed as
/// |e| + log(1 + e^−2|e|) − log 2, which does not overflow; derivative tanh e. Keras: losses/losses.py, <c>LogCosh</c>.
/// </summary>
[Configurable("LogCoshError")]
public sealed partial class LogCosh : Loss
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
            Vector<float> error = Vector.Abs(prediction - target);
            return error + VectorMath.Log1Exp(error * -2) - new Vector<float>(0.6931472f);
        }

        public Vector<float> Derivative(Vector<float> target, Vector<float> prediction)
        {
            Vector<float> error = prediction - target, e = Vector.Exp(Vector.Abs(error) * -2);
            return VectorMath.Sign(error) * (Vector<float>.One - e) / (Vector<float>.One + e);
        }
    }
}
