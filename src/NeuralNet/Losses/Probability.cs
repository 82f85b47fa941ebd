using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Provides the range to which Keras clips probabilities, and the binary terms, for all cross-entropies.</summary>
internal static class Probability
{
    /// <summary>The minimum of clipped probabilities (Keras: backend/config.py, epsilon).</summary>
    public const float Min = 1e-7f;

    /// <summary>The maximum of clipped probabilities, rounded to float32: 0.9999999.</summary>
    public const float Max = 1 - 1e-7f;

    /// <summary>Returns whether a probability is within the clipping range, where its logarithm has a derivative.</summary>
    public static bool IsInside(float p) => p is >= Min and <= Max;

    /// <inheritdoc cref="IsInside(float)"/>
    public static Vector<int> IsInside(Vector<float> p) => Vector.Equals(p, Clip(p));

    /// <summary>Clips p to the range.</summary>
    public static Vector<float> Clip(Vector<float> p) => Vector.Min(Vector.Max(p, new Vector<float>(Min)), new Vector<float>(Max));

    /// <summary>Moves a binary target towards ½: t·(1 − s) + s/2.</summary>
    public static Vector<float> Smooth(Vector<float> target, float smoothing) =>
        target * (1 - smoothing) + new Vector<float>(0.5f * smoothing);

    /// <summary>Computes −(t·log p + (1 − t)·log(1 − p)) with p clipped.</summary>
    public static Vector<float> CrossEntropy(Vector<float> t, Vector<float> prediction)
    {
        Vector<float> p = Clip(prediction);
        return -(t * Vector.Log(p) + (Vector<float>.One - t) * Vector.Log(Vector<float>.One - p));
    }

    /// <summary>Computes (p − t) / (p·(1 − p)), and 0 where p is clipped.</summary>
    public static Vector<float> CrossEntropyDerivative(Vector<float> t, Vector<float> p) =>
        Vector.ConditionalSelect(IsInside(p), (p - t) / (p * (Vector<float>.One - p)), Vector<float>.Zero);

    /// <summary>Validates that there are several classes: the prediction of a single class is always 1.</summary>
    /// <exception cref="ArgumentException">The predictions are single values.</exception>
    public static void RequireClasses(Shape prediction, Loss loss)
    {
        if (prediction.Last == 1)
            throw new ArgumentException(
                $"The loss '{loss.Name}' takes an output for each class, and there is only one. For two classes told apart by one "
                    + "output, use BinaryCrossEntropy behind a sigmoid.");
    }

    /// <exception cref="ArgumentException">A target is not between 0 and 1.</exception>
    public static void CheckTargets(Tensor target, Loss loss)
    {
        for (int i = 0; i < target.Length; i++)
        {
            if (target.Data[i] is not (>= 0 and <= 1))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"The loss '{loss.Name}' takes targets between 0 and 1; row {i / target.RowLength} has "
                        + $"{target.Data[i]}.{Hint(target.Data[i])}"));
        }
    }

    private static string Hint(float target) => target > 1 && target == MathF.Floor(target)
        ? " For class numbers, give the model an output for each class and use SparseCategoricalCrossEntropy."
        : "";
}
