using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// −Σ tᵢ·log pᵢ over the row, with one-hot targets (or any probabilities). Predictions are divided by their sum and clipped to
/// [10⁻⁷, 1 − 10⁻⁷]. From logits z: Σ tᵢ·(log Σ eᶻ − zᵢ), derivative softmax(z)·Σt − t. Behind a softmax the logits are taken, as
/// Keras does on TensorFlow. Keras: losses/losses.py, <c>CategoricalCrossentropy</c>.
/// </summary>
public sealed class CategoricalCrossEntropy : Loss
{
    private readonly bool fromLogits;
    private readonly float labelSmoothing;

    /// <summary>Makes the loss.</summary>
    /// <param name="fromLogits">Whether the predictions are logits rather than probabilities; false by default.</param>
    /// <param name="labelSmoothing">Moves targets towards equality of the K classes: t becomes t·(1 − s) + s/K; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label smoothing is not between 0 and 1.</exception>
    public CategoricalCrossEntropy(bool fromLogits = false, float labelSmoothing = 0)
    {
        this.fromLogits = fromLogits;
        this.labelSmoothing = Require.Fraction(labelSmoothing);
    }

    /// <inheritdoc/>
    public override string Name => "categorical_crossentropy";

    /// <inheritdoc/>
    protected internal override string ClassName => "CategoricalCrossentropy";

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
            float total = TensorPrimitives.Sum(p);
            double loss = 0;
            for (int k = 0; k < p.Length; k++)
                loss -= Smooth(t[k], rowLength) * MathF.Log(Math.Clamp(p[k] / total, Probability.Least, Probability.Most));
            losses[i] = (float)loss;
        }
    }

    /// <inheritdoc/>
    protected internal override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
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
    protected internal override void EvaluateLogits(ReadOnlySpan<float> target, ReadOnlySpan<float> logits, int rowLength, Span<float> losses)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            ReadOnlySpan<float> z = logits.Slice(i * rowLength, rowLength), t = target.Slice(i * rowLength, rowLength);
            float logSum = Probability.LogSumExp(z);
            double loss = 0;
            for (int k = 0; k < z.Length; k++)
                loss += Smooth(t[k], rowLength) * (logSum - z[k]);
            losses[i] = (float)loss;
        }
    }

    /// <inheritdoc/>
    protected internal override void GradientLogits(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int start = 0; start < gradient.Length; start += rowLength)
            GradientOfSoftmax(prediction.Slice(start, rowLength), target.Slice(start, rowLength), gradient.Slice(start, rowLength));
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(Tensor target, Shape prediction) => Probability.CheckTargets(target, this);

    /// <inheritdoc/>
    protected internal override string TargetHint(Shape target, Shape prediction) => target.Length == prediction.Length / prediction.Last
        ? " If the targets are class numbers, use SparseCategoricalCrossEntropy."
        : "";

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("from_logits", fromLogits);
        configuration.Set("label_smoothing", labelSmoothing);
    }

    internal static CategoricalCrossEntropy From(Configuration configuration) =>
        new(configuration.GetBoolean("from_logits", false), configuration.GetSingle("label_smoothing", 0));

    private float Smooth(float target, int classes) => target * (1 - labelSmoothing) + labelSmoothing / classes;

    private void GradientOfLogits(ReadOnlySpan<float> z, ReadOnlySpan<float> t, Span<float> gradient)
    {
        Activation.Softmax.Forward(z, gradient, z.Length);
        GradientOfSoftmax(gradient, t, gradient);
    }

    /// <summary>gₖ = pₖ·Σt − tₖ, with p = softmax(z).</summary>
    private void GradientOfSoftmax(ReadOnlySpan<float> p, ReadOnlySpan<float> t, Span<float> gradient)
    {
        float targetSum = TensorPrimitives.Sum(t) * (1 - labelSmoothing) + labelSmoothing;
        for (int k = 0; k < gradient.Length; k++)
            gradient[k] = p[k] * targetSum - Smooth(t[k], t.Length);
    }

    /// <summary>With q = p/Σp: gₖ = (Σ of the tᵢ whose qᵢ is inside the clipping range − tₖ/qₖ if qₖ is) / Σp.</summary>
    private void GradientOfProbabilities(ReadOnlySpan<float> p, ReadOnlySpan<float> t, Span<float> gradient)
    {
        float total = TensorPrimitives.Sum(p);
        float targetInside = 0;
        for (int k = 0; k < p.Length; k++)
        {
            if (Probability.IsInside(p[k] / total))
                targetInside += Smooth(t[k], t.Length);
        }

        for (int k = 0; k < p.Length; k++)
        {
            float q = p[k] / total;
            gradient[k] = (targetInside - (Probability.IsInside(q) ? Smooth(t[k], t.Length) / q : 0)) / total;
        }
    }
}
