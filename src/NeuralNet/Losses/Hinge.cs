using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The mean over the row of max(0, 1 − t·p) for targets t of −1 and 1. If all targets of a batch are 0 or 1, they are converted to
/// 2t − 1. Keras: losses/losses.py, <c>Hinge</c>.
/// </summary>
[Configurable]
public sealed partial class Hinge : Loss
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
        public Vector<float> Value(Vector<float> target, Vector<float> prediction) =>
            Vector.Max(Margin(target, prediction), Vector<float>.Zero);

        public Vector<float> Derivative(Vector<float> target, Vector<float> prediction)
        {
            Vector<int> isInside = Vector.GreaterThan(Margin(target, prediction), Vector<float>.Zero);
            return Vector.ConditionalSelect(isInside, -labels.Convert(target), Vector<float>.Zero);
        }

        private Vector<float> Margin(Vector<float> target, Vector<float> prediction) =>
            Vector<float>.One - labels.Convert(target) * prediction;
    }
}
