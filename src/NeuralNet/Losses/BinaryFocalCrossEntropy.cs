using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The mean over the row of (1 − q)^γ·b, with b the binary cross-entropy of p and t, and q = t·p + (1 − t)·(1 − p), the predicted
/// probability of the true class: confident correct predictions have little weight. With class balancing, times α·t + (1 − α)·(1 − t). In
/// b, p is clipped to [10⁻⁷, 1 − 10⁻⁷]. Lin et al., "Focal loss for dense object detection", 2017; Keras: losses/losses.py,
/// <c>BinaryFocalCrossentropy</c>.
/// </summary>
/// <param name="applyClassBalancing">
/// A value indicating whether the classes are weighted by <paramref name="alpha"/>; false by default.
/// </param>
/// <param name="alpha">The weight of class 1, between 0 and 1; that of class 0 is 1 − α; 0.25 by default.</param>
/// <param name="gamma">
/// The exponent γ, which reduces the weight of correct predictions; 2 by default, 0 for the binary cross-entropy.
/// </param>
/// <param name="fromLogits">A value indicating whether the predictions are logits instead of probabilities; false by default.</param>
/// <param name="labelSmoothing">The smoothing s that moves targets towards ½: t becomes t·(1 − s) + s/2; 0 by default.</param>
/// <exception cref="ArgumentOutOfRangeException">Alpha or the smoothing is not between 0 and 1, or gamma is negative.</exception>
[Configurable(ClassName = "BinaryFocalCrossentropy")]
public sealed partial class BinaryFocalCrossEntropy(
    bool applyClassBalancing = false, float alpha = 0.25f, float gamma = 2, bool fromLogits = false, float labelSmoothing = 0) : Loss
{
    private readonly float alpha = Require.Fraction(alpha);
    private readonly float gamma = Require.NonNegative(gamma);
    private readonly float labelSmoothing = Require.Fraction(labelSmoothing);

    /// <inheritdoc/>
    protected internal override void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses) =>
        ElementwiseLoss.Evaluate(target, prediction, rowLength, losses, new Terms(this));

    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
        ElementwiseLoss.Gradient(target, prediction, rowLength, gradient, new Terms(this));

    /// <inheritdoc/>
    protected internal override void CheckTargets(Tensor target, Shape prediction) => Probability.CheckTargets(target, this);

    private readonly struct Terms(BinaryFocalCrossEntropy loss) : IElementwiseLoss
    {
        private readonly bool fromLogits = loss.FromLogits, isBalanced = loss.ApplyClassBalancing;
        private readonly float alpha = loss.alpha, gamma = loss.gamma, smoothing = loss.labelSmoothing;

        public Vector<float> Value(Vector<float> target, Vector<float> prediction)
        {
            Vector<float> t = Probability.Smooth(target, smoothing), p = fromLogits ? VectorMath.Sigmoid(prediction) : prediction;
            return Weight(t) * Power(Rest(t, p), gamma) * Probability.CrossEntropy(t, p);
        }

        /// <summary>Computes the derivative by the product rule, with d(1 − q)/dp = 1 − 2t; from logits, times dp/dz = p·(1 − p).</summary>
        public Vector<float> Derivative(Vector<float> target, Vector<float> prediction)
        {
            Vector<float> t = Probability.Smooth(target, smoothing), p = fromLogits ? VectorMath.Sigmoid(prediction) : prediction;
            Vector<float> rest = Vector.Max(Rest(t, p), new Vector<float>(Probability.Min));
            Vector<float> factorDerivative = Power(rest, gamma - 1) * gamma * (Vector<float>.One - t * 2);
            Vector<float> derivative = factorDerivative * Probability.CrossEntropy(t, p)
                + Power(rest, gamma) * Probability.CrossEntropyDerivative(t, p);
            return Weight(t) * (fromLogits ? derivative * p * (Vector<float>.One - p) : derivative);
        }

        private Vector<float> Weight(Vector<float> t) =>
            isBalanced ? t * alpha + (Vector<float>.One - t) * (1 - alpha) : Vector<float>.One;

        /// <summary>Computes 1 − q.</summary>
        private static Vector<float> Rest(Vector<float> t, Vector<float> p) => t + p - t * p * 2;

        private static Vector<float> Power(Vector<float> x, float exponent) =>
            exponent == 0 ? Vector<float>.One : Vector.Exp(Vector.Log(Vector.Max(x, Vector<float>.Zero)) * exponent);
    }
}
