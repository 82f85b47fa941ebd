using System.Numerics.Tensors;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>An input of <see cref="Dot"/> as a matrix for each sample, of which each row is a vector along the axis of the sums.</summary>
internal sealed class DotOperand(Shape row, int axis)
{
    private const float MinLength = 1e-7f;

    private readonly AxisPermutation permutation = new(row, [.. Enumerable.Range(0, row.Rank).Where(other => other != axis), axis]);

    /// <summary>The number of elements of a vector.</summary>
    public int Depth { get; } = row[axis];

    /// <summary>The number of vectors of a sample.</summary>
    public int Count { get; } = row.Size / row[axis];

    /// <summary>Writes the vectors of the input one after another.</summary>
    public void Gather(Tensor input, Tensor vectors) => permutation.Permute(input, vectors);

    /// <summary>Writes vectors to their elements in the input.</summary>
    public void Scatter(Tensor vectors, Tensor input) => permutation.Restore(vectors, input);

    /// <summary>Returns the vectors as a batch of matrices.</summary>
    public MatrixOperand Of(Tensor vectors) => new(vectors.Buffer, vectors.Offset, Count, Depth, Depth, BatchStride: Count * Depth);

    /// <summary>Scales the vectors to length 1, and keeps the factors.</summary>
    public void Normalize(Span<float> vectors, Span<float> factors)
    {
        for (int i = 0; i < factors.Length; i++)
        {
            Span<float> vector = vectors.Slice(i * Depth, Depth);
            factors[i] = 1 / MathF.Max(TensorPrimitives.Norm<float>(vector), MinLength);
            TensorPrimitives.Multiply(vector, factors[i], vector);
        }
    }

    /// <summary>
    /// Computes dx = (dy − y·Σ y·dy)/‖x‖ from dy in place, for vectors y = x/‖x‖; below the minimum length, y is x times a constant.
    /// </summary>
    public void Differentiate(ReadOnlySpan<float> normalized, ReadOnlySpan<float> factors, Span<float> gradients)
    {
        for (int i = 0; i < factors.Length; i++)
        {
            ReadOnlySpan<float> y = normalized.Slice(i * Depth, Depth);
            Span<float> gradient = gradients.Slice(i * Depth, Depth);
            if (factors[i] < 1 / MinLength)
                TensorPrimitives.MultiplyAdd(y, -TensorPrimitives.Dot(y, gradient), gradient, gradient);
            TensorPrimitives.Multiply(gradient, factors[i], gradient);
        }
    }
}
