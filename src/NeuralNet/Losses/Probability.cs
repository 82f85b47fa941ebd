using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>What the cross-entropies share: the range to which Keras clips probabilities, and softmax's logarithm.</summary>
internal static class Probability
{
    /// <summary>The least probability whose logarithm is taken (Keras: backend/config.py, epsilon).</summary>
    public const float Least = 1e-7f;

    /// <summary>The greatest, rounded to float32: 0.9999999.</summary>
    public const float Most = 1 - 1e-7f;

    /// <summary>log Σ eˣ, taken from the maximum so that nothing overflows.</summary>
    public static float LogSumExp(ReadOnlySpan<float> x)
    {
        float maximum = TensorPrimitives.Max(x);
        float sum = 0;
        foreach (float value in x)
            sum += MathF.Exp(value - maximum);
        return maximum + MathF.Log(sum);
    }

    /// <summary>Whether a probability is within the clipping range, where its logarithm has a derivative.</summary>
    public static bool IsInside(float p) => p is >= Least and <= Most;

    /// <exception cref="ArgumentException">A target is not between 0 and 1.</exception>
    public static void CheckTargets(Tensor target, Loss loss)
    {
        for (int i = 0; i < target.Length; i++)
        {
            if (target.Data[i] is not (>= 0 and <= 1))
                throw new ArgumentException(FormattableString.Invariant(
                    $"The loss '{loss.Name}' takes targets between 0 and 1; row {i / Math.Max(1, target.RowLength)} has {target.Data[i]}."));
        }
    }
}
