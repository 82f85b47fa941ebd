using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Makes one number of the losses of rows, as <see cref="Reduction"/> says.</summary>
internal static class LossReduction
{
    /// <summary>The number that divides the weighted sum of the rows' losses.</summary>
    /// <param name="reduction">The kind of reduction.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="counted">The number of rows that are no padding.</param>
    /// <param name="weights">The weights of rows or of groups of rows; empty if all count alike.</param>
    public static double Divisor(Reduction reduction, int rows, double counted, ReadOnlySpan<float> weights) => reduction switch
    {
        Reduction.Sum => 1,
        Reduction.MeanWithSampleWeight when !weights.IsEmpty => (double)TensorPrimitives.Sum(weights) * rows / weights.Length,
        _ => counted,
    };

    /// <summary>The factor that stands for a division; 0 where nothing counts.</summary>
    public static double FactorOf(double divisor) => divisor == 0 ? 0 : 1 / divisor;

    /// <summary>Σ wᵢ·lᵢ; each weight is for as many rows as there are times more losses than weights.</summary>
    public static double WeightedSum(ReadOnlySpan<float> losses, ReadOnlySpan<float> weights)
    {
        double sum = 0;
        if (weights.IsEmpty)
        {
            foreach (float loss in losses)
                sum += loss;
            return sum;
        }

        int rowsPerWeight = losses.Length / weights.Length;
        for (int i = 0; i < losses.Length; i++)
            sum += (double)weights[i / rowsPerWeight] * losses[i];
        return sum;
    }

    /// <summary>Multiplies each row of a gradient with the factor and the row's weight.</summary>
    public static void Scale(Span<float> gradient, float factor, ReadOnlySpan<float> weights)
    {
        if (weights.IsEmpty)
        {
            TensorPrimitives.Multiply(gradient, factor, gradient);
            return;
        }

        int length = gradient.Length / weights.Length;
        for (int i = 0; i < weights.Length; i++)
        {
            Span<float> part = gradient.Slice(i * length, length);
            TensorPrimitives.Multiply(part, factor * weights[i], part);
        }
    }
}
