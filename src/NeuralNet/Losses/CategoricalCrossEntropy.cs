using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The cross-entropy −Σ tᵢ·log pᵢ of the row, with one-hot targets (or any probabilities). Predictions are divided by their sum and clipped
/// to [10⁻⁷, 1 − 10⁻⁷]. From logits z: Σ tᵢ·(log Σ eᶻ − zᵢ), derivative softmax(z)·Σt − t. After a softmax the loss is computed from the
/// logits, as in Keras on TensorFlow. Keras: losses/losses.py, <c>CategoricalCrossentropy</c>.
/// </summary>
/// <param name="fromLogits">A value indicating whether the predictions are logits instead of probabilities; false by default.</param>
/// <param name="labelSmoothing">
/// The smoothing s that moves targets towards equality of the K classes: t becomes t·(1 − s) + s/K; 0 by default.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">The label smoothing is not between 0 and 1.</exception>
[Configurable(ClassName = "CategoricalCrossentropy")]
public sealed partial class CategoricalCrossEntropy(bool fromLogits = false, float labelSmoothing = 0) : Loss
{
    private readonly float labelSmoothing = Require.Fraction(labelSmoothing);

    /// <inheritdoc/>
    protected internal override bool FusesWith(Activation activation) => !fromLogits && activation is SoftmaxActivation;

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
        if (fromLogits)
        {
            EvaluateLogits(target, prediction, rowLength, losses);
            return;
        }

        for (int i = 0; i < losses.Length; i++)
        {
            ReadOnlySpan<float> p = prediction.Slice(i * rowLength, rowLength), t = target.Slice(i * rowLength, rowLength);
            losses[i] = (float)Elementwise.Sum(t, p, new ProbabilityTerm(Smoothing(rowLength), TensorPrimitives.Sum(p)));
        }
    }

    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int start = 0; start < gradient.Length; start += rowLength)
        {
            ReadOnlySpan<float> p = prediction.Slice(start, rowLength), t = target.Slice(start, rowLength);
            Span<float> g = gradient.Slice(start, rowLength);
            if (fromLogits)
                GradientOfLogits(p, t, g);
            else
                GradientOfProbabilities(p, t, g);
        }
    }

    /// <inheritdoc/>
    protected internal override void EvaluateLogits(
        ReadOnlySpan<float> target, ReadOnlySpan<float> logits, int rowLength, Span<float> losses)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            ReadOnlySpan<float> z = logits.Slice(i * rowLength, rowLength), t = target.Slice(i * rowLength, rowLength);
            float logSum = LogSumExp.Of(z, out float maximum);
            losses[i] = (float)Elementwise.Sum(t, z, new LogitTerm(Smoothing(rowLength), maximum, logSum));
        }
    }

    /// <inheritdoc/>
    protected internal override void GradientLogits(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int start = 0; start < gradient.Length; start += rowLength)
            GradientOfSoftmax(prediction.Slice(start, rowLength), target.Slice(start, rowLength), gradient.Slice(start, rowLength));
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(Tensor target, Shape prediction)
    {
        Probability.RequireClasses(prediction, this);
        Probability.CheckTargets(target, this);
    }

    /// <inheritdoc/>
    protected internal override string TargetHint(Shape target, Shape prediction) => target.Size == prediction.Size / prediction.Last
        ? " If the targets are class numbers, use SparseCategoricalCrossEntropy."
        : "";

    private TargetSmoothing Smoothing(int classes) => new(labelSmoothing, classes);

    private void GradientOfLogits(ReadOnlySpan<float> z, ReadOnlySpan<float> t, Span<float> gradient)
    {
        Activation.Softmax.Forward(z, gradient, z.Length);
        GradientOfSoftmax(gradient, t, gradient);
    }

    /// <summary>Computes gₖ = pₖ·Σt − tₖ, with p = softmax(z).</summary>
    private void GradientOfSoftmax(ReadOnlySpan<float> p, ReadOnlySpan<float> t, Span<float> gradient)
    {
        float targetSum = TensorPrimitives.Sum(t) * (1 - labelSmoothing) + labelSmoothing;
        Elementwise.Map(t, p, gradient, new SoftmaxDerivative(Smoothing(p.Length), targetSum));
    }

    /// <summary>Computes gₖ = (Σ of the tᵢ whose qᵢ is inside the clipping range − tₖ/qₖ if qₖ is) / Σp, with q = p/Σp.</summary>
    private void GradientOfProbabilities(ReadOnlySpan<float> p, ReadOnlySpan<float> t, Span<float> gradient)
    {
        TargetSmoothing smoothing = Smoothing(p.Length);
        float total = TensorPrimitives.Sum(p);
        double targetInside = Elementwise.Sum(t, p, new TargetInside(smoothing, total));
        Elementwise.Map(t, p, gradient, new ProbabilityDerivative(smoothing, total, (float)targetInside));
    }

    /// <summary>Computes t·(1 − s) + s/K.</summary>
    private readonly struct TargetSmoothing(float smoothing, int classes)
    {
        private readonly float kept = 1 - smoothing, added = smoothing / classes;

        public Vector<float> Apply(Vector<float> t) => t * kept + new Vector<float>(added);
    }

    private readonly struct ProbabilityTerm(TargetSmoothing smoothing, float total) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> t, Vector<float> p) => -smoothing.Apply(t) * Vector.Log(Probability.Clip(p / total));
    }

    private readonly struct LogitTerm(TargetSmoothing smoothing, float maximum, float logSum) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> t, Vector<float> z) =>
            smoothing.Apply(t) * (new Vector<float>(maximum) - z + new Vector<float>(logSum));
    }

    private readonly struct SoftmaxDerivative(TargetSmoothing smoothing, float targetSum) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> t, Vector<float> p) => p * targetSum - smoothing.Apply(t);
    }

    private readonly struct TargetInside(TargetSmoothing smoothing, float total) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> t, Vector<float> p) =>
            Vector.ConditionalSelect(Probability.IsInside(p / total), smoothing.Apply(t), Vector<float>.Zero);
    }

    private readonly struct ProbabilityDerivative(TargetSmoothing smoothing, float total, float targetInside) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> t, Vector<float> p)
        {
            Vector<float> q = p / total;
            Vector<float> own = Vector.ConditionalSelect(Probability.IsInside(q), smoothing.Apply(t) / q, Vector<float>.Zero);
            return (new Vector<float>(targetInside) - own) / total;
        }
    }
}
