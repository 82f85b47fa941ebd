using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The mean over the row of −(t·log p + (1 − t)·log(1 − p)), where p is clipped to [10⁻⁷, 1 − 10⁻⁷] and has no derivative outside. From
/// logits z: max(z, 0) − z·t + log(1 + e^−|z|), derivative σ(z) − t. After a sigmoid the loss is computed from the logits, as in Keras
/// on TensorFlow. Keras: losses/losses.py, <c>BinaryCrossentropy</c>.
/// </summary>
/// <param name="fromLogits">A value indicating whether the predictions are logits instead of probabilities; false by default.</param>
/// <param name="labelSmoothing">The smoothing s that moves targets towards ½: t becomes t·(1 − s) + s/2; 0 by default.</param>
/// <exception cref="ArgumentOutOfRangeException">The label smoothing is not between 0 and 1.</exception>
[Configurable("bce", ClassName = "BinaryCrossentropy")]
public sealed partial class BinaryCrossEntropy(bool fromLogits = false, float labelSmoothing = 0) : Loss
{
    private readonly float labelSmoothing = Require.Fraction(labelSmoothing);

    /// <inheritdoc/>
    protected internal override bool FusesWith(Activation activation) => !fromLogits && activation is SigmoidActivation;

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
        if (fromLogits)
            EvaluateLogits(target, prediction, rowLength, losses);
        else
            ElementwiseLoss.Evaluate(target, prediction, rowLength, losses, new ProbabilityTerms(labelSmoothing));
    }

    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        if (fromLogits)
            ElementwiseLoss.Gradient(target, prediction, rowLength, gradient, new LogitTerms(labelSmoothing));
        else
            ElementwiseLoss.Gradient(target, prediction, rowLength, gradient, new ProbabilityTerms(labelSmoothing));
    }

    /// <inheritdoc/>
    protected internal override void EvaluateLogits(
        ReadOnlySpan<float> target, ReadOnlySpan<float> logits, int rowLength, Span<float> losses) =>
        ElementwiseLoss.Evaluate(target, logits, rowLength, losses, new LogitTerms(labelSmoothing));

    /// <inheritdoc/>
    protected internal override void GradientLogits(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
        Elementwise.Map(target, prediction, gradient, new Difference(labelSmoothing, 1f / rowLength));

    /// <inheritdoc/>
    protected internal override void CheckTargets(Tensor target, Shape prediction) => Probability.CheckTargets(target, this);

    private readonly struct ProbabilityTerms(float smoothing) : IElementwiseLoss
    {
        public Vector<float> Value(Vector<float> target, Vector<float> p) =>
            Probability.CrossEntropy(Probability.Smooth(target, smoothing), p);

        public Vector<float> Derivative(Vector<float> target, Vector<float> p) =>
            Probability.CrossEntropyDerivative(Probability.Smooth(target, smoothing), p);
    }

    private readonly struct LogitTerms(float smoothing) : IElementwiseLoss
    {
        public Vector<float> Value(Vector<float> target, Vector<float> z) =>
            Vector.Max(z, Vector<float>.Zero) - z * Probability.Smooth(target, smoothing) + VectorMath.Log1Exp(-Vector.Abs(z));

        public Vector<float> Derivative(Vector<float> target, Vector<float> z) =>
            VectorMath.Sigmoid(z) - Probability.Smooth(target, smoothing);
    }

    /// <summary>Computes (p − t)·factor.</summary>
    private readonly struct Difference(float smoothing, float factor) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> target, Vector<float> p) => (p - Probability.Smooth(target, smoothing)) * factor;
    }
}
