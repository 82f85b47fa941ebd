namespace NeuralNet;

/// <summary>
/// Mean over the row of −(t·log p + (1 − t)·log(1 − p)), where p is clipped to [10⁻⁷, 1 − 10⁻⁷] and has no derivative outside. From
/// logits z: max(z, 0) − z·t + log(1 + e^−|z|), derivative σ(z) − t. Behind a sigmoid the logits are taken, as Keras does on
/// TensorFlow. Keras: losses/losses.py, <c>BinaryCrossentropy</c>.
/// </summary>
public sealed class BinaryCrossEntropy : Loss
{
    private readonly bool fromLogits;
    private readonly float labelSmoothing;

    /// <summary>Makes the loss.</summary>
    /// <param name="fromLogits">Whether the predictions are logits rather than probabilities; false by default.</param>
    /// <param name="labelSmoothing">Moves targets towards ½: t becomes t·(1 − s) + s/2; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label smoothing is not between 0 and 1.</exception>
    public BinaryCrossEntropy(bool fromLogits = false, float labelSmoothing = 0)
    {
        this.fromLogits = fromLogits;
        this.labelSmoothing = Require.Fraction(labelSmoothing);
    }

    /// <inheritdoc/>
    public override string Name => "binary_crossentropy";

    /// <inheritdoc/>
    protected internal override string ClassName => "BinaryCrossentropy";

    /// <inheritdoc/>
    protected internal override bool FusesWith(Activation activation) => !fromLogits && activation is SigmoidActivation;

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
            double sum = 0;
            for (int k = i * rowLength; k < (i + 1) * rowLength; k++)
            {
                float p = Math.Clamp(prediction[k], Probability.Least, Probability.Most), t = Smooth(target[k]);
                sum -= t * MathF.Log(p) + (1 - t) * MathF.Log(1 - p);
            }

            losses[i] = (float)(sum / rowLength);
        }
    }

    /// <inheritdoc/>
    protected internal override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int k = 0; k < gradient.Length; k++)
        {
            float p = prediction[k], t = Smooth(target[k]);
            if (fromLogits)
                gradient[k] = (Sigmoid(p) - t) / rowLength;
            else
                gradient[k] = p is < Probability.Least or > Probability.Most ? 0 : (p - t) / (p * (1 - p)) / rowLength;
        }
    }

    /// <inheritdoc/>
    protected internal override void EvaluateLogits(ReadOnlySpan<float> target, ReadOnlySpan<float> logits, int rowLength, Span<float> losses)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            double sum = 0;
            for (int k = i * rowLength; k < (i + 1) * rowLength; k++)
            {
                float z = logits[k];
                sum += MathF.Max(z, 0) - z * Smooth(target[k]) + MathF.Log(1 + MathF.Exp(-MathF.Abs(z)));
            }

            losses[i] = (float)(sum / rowLength);
        }
    }

    /// <inheritdoc/>
    protected internal override void GradientLogits(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
        for (int k = 0; k < gradient.Length; k++)
            gradient[k] = (prediction[k] - Smooth(target[k])) / rowLength;
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(Tensor target, Shape prediction) => Probability.CheckTargets(target, this);

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("from_logits", fromLogits);
        configuration.Set("label_smoothing", labelSmoothing);
    }

    internal static BinaryCrossEntropy From(Configuration configuration) =>
        new(configuration.GetBoolean("from_logits", false), configuration.GetSingle("label_smoothing", 0));

    private float Smooth(float target) => target * (1 - labelSmoothing) + 0.5f * labelSmoothing;

    private static float Sigmoid(float z) => 1 / (1 + MathF.Exp(-z));
}
