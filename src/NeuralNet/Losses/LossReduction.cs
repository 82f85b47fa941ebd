using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Reduces the losses of rows to one number.</summary>
internal static class LossReduction
{
    /// <summary>Returns the divisor of the weighted sum of the rows' losses.</summary>
    /// <param name="reduction">The kind of reduction.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="counted">The number of rows that are not padding.</param>
    /// <param name="weights">The weights of rows or of groups of rows; empty if all are 1.</param>
    public static double Divisor(Reduction reduction, int rows, double counted, ReadOnlySpan<float> weights) => reduction switch
    {
        Reduction.Sum => 1,
        Reduction.MeanWithSampleWeight when !weights.IsEmpty => (double)TensorPrimitives.Sum(weights) * rows / weights.Length,
        _ => counted,
    };

    /// <summary>Returns the reciprocal of a divisor; 0 for a divisor of 0.</summary>
    public static double FactorOf(double divisor) => divisor == 0 ? 0 : 1 / divisor;

    /// <summary>Computes Σ wᵢ·lᵢ, where each weight applies to an equal number of rows.</summary>
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

    /// <summary>Multiplies each row of a gradient by the factor and the row's weight.</summary>
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
