using System.Globalization;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The cross-entropy −log p of the true class, whose number (0, 1, …) is the target. Predictions are divided by their sum and clipped to
/// [10⁻⁷, 1 − 10⁻⁷]. From logits z: log Σ eᶻ − z of the true class. After a softmax the loss is computed from the logits,
/// as in Keras on TensorFlow. Keras: losses/losses.py, <c>SparseCategoricalCrossentropy</c>.
/// </summary>
/// <param name="fromLogits">A value indicating whether the predictions are logits instead of probabilities; false by default.</param>
[Configurable(ClassName = "SparseCategoricalCrossentropy")]
public sealed partial class SparseCategoricalCrossEntropy(bool fromLogits = false) : Loss
{
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
            ReadOnlySpan<float> p = prediction.Slice(i * rowLength, rowLength);
            float q = p[(int)target[i]] / TensorPrimitives.Sum(p);
            losses[i] = -MathF.Log(Math.Clamp(q, Probability.Min, Probability.Max));
        }
    }

    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int i = 0; i * rowLength < gradient.Length; i++)
        {
            ReadOnlySpan<float> p = prediction.Slice(i * rowLength, rowLength);
            Span<float> g = gradient.Slice(i * rowLength, rowLength);
            int label = (int)target[i];
            if (fromLogits)
            {
                Activation.Softmax.Forward(p, g, rowLength);
                g[label] -= 1;
                continue;
            }

            float total = TensorPrimitives.Sum(p), q = p[label] / total;
            g.Fill(Probability.IsInside(q) ? 1 / total : 0);
            if (Probability.IsInside(q))
                g[label] -= 1 / p[label];
        }
    }

    /// <inheritdoc/>
    protected internal override void EvaluateLogits(
        ReadOnlySpan<float> target, ReadOnlySpan<float> logits, int rowLength, Span<float> losses)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            ReadOnlySpan<float> z = logits.Slice(i * rowLength, rowLength);
            losses[i] = LogSumExp.Of(z, out float maximum) + (maximum - z[(int)target[i]]);
        }
    }

    /// <inheritdoc/>
    protected internal override void GradientLogits(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        prediction.CopyTo(gradient);
        for (int i = 0; i * rowLength < gradient.Length; i++)
            gradient[i * rowLength + (int)target[i]] -= 1;
    }

    /// <inheritdoc/>
    protected internal override Shape TargetShape(Shape prediction) => prediction.WithLast(1);

    /// <inheritdoc/>
    protected internal override void CheckTargets(Tensor target, Shape prediction)
    {
        Probability.RequireClasses(prediction, this);
        int classes = prediction.Last;
        for (int i = 0; i < target.Length; i++)
        {
            float label = target.Data[i];
            if (!(label >= 0 && label < classes && label == MathF.Floor(label)))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"The loss '{Name}' takes class numbers 0 to {classes - 1}, as the model has {Counted.Of(classes, "output")}; row "
                        + $"{i / target.RowLength} has {label}."));
        }
    }

    /// <inheritdoc/>
    protected internal override string TargetHint(Shape target, Shape prediction) => target.Equals(prediction)
        ? " If the targets are one-hot rows, use CategoricalCrossEntropy."
        : "";
}
