using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The mean over the row of max(0, 1 − t·p)² for targets t of −1 and 1. If all targets of a batch are 0 or 1, they are converted to 2t − 1.
/// Keras: losses/losses.py, <c>SquaredHinge</c>.
/// </summary>
[Configurable]
public sealed partial class SquaredHinge : Loss
{
    /// <inheritdoc/>
    protected internal override void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses) =>
        ElementwiseLoss.Evaluate(target, prediction, rowLength, losses, new Terms(HingeLabels.Of(target)));

    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
        ElementwiseLoss.Gradient(target, prediction, rowLength, gradient, new Terms(HingeLabels.Of(target)));

    private readonly struct Terms(HingeLabels labels) : IElementwiseLoss
    {
        public Vector<float> Value(Vector<float> target, Vector<float> prediction)
        {
            Vector<float> margin = Margin(target, prediction);
            return margin * margin;
        }

        public Vector<float> Derivative(Vector<float> target, Vector<float> prediction) =>
            labels.Convert(target) * Margin(target, prediction) * -2;

        private Vector<float> Margin(Vector<float> target, Vector<float> prediction) =>
            Vector.Max(Vector<float>.One - labels.Convert(target) * prediction, Vector<float>.Zero);
    }
}
