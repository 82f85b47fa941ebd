using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>A rule for the norm of the weights along one axis.</summary>
internal interface INormRule
{
    /// <summary>Returns the norm that the rule requires of weights with a given norm.</summary>
    float Wanted(float norm);
}

/// <summary>
/// Scales the weights that lie along an axis by wanted/(10⁻⁷ + norm), as Keras does (constraints/constraints.py). For a kernel
/// (inputs, outputs), axis 0 combines the weights of one unit.
/// </summary>
internal static class AxisNorm
{
    private const float Epsilon = 1e-7f;
    private const int BlockLength = 256;

    /// <summary>Returns the reason if the shape lacks the axis; otherwise, null.</summary>
    public static string? Objection(Shape shape, int axis) => (uint)IndexOf(axis, shape) < (uint)shape.Rank
        ? null
        : $"works along axis {axis}, but the parameter has the shape {shape}, whose axes are numbered 0 to {shape.Rank - 1}";

    /// <exception cref="ArgumentException">The shape lacks the axis.</exception>
    public static void Scale<TRule>(Span<float> values, Shape shape, int axis, TRule rule)
        where TRule : struct, INormRule
    {
        if (Objection(shape, axis) is { } objection)
            throw new ArgumentException($"A constraint {objection}.", nameof(axis));
        int index = IndexOf(axis, shape), inner = 1;
        for (int i = index + 1; i < shape.Rank; i++)
            inner *= shape[i];
        int length = shape[index] * inner;
        for (int start = 0; start < values.Length; start += length)
        {
            for (int column = 0; column < inner; column += BlockLength)
                ScaleColumns(values.Slice(start, length), inner, column, Math.Min(BlockLength, inner - column), rule);
        }
    }

    private static int IndexOf(int axis, Shape shape) => axis < 0 ? axis + shape.Rank : axis;

    /// <summary>Scales columns of a matrix, in blocks whose norms fit on the stack.</summary>
    private static void ScaleColumns<TRule>(Span<float> matrix, int width, int column, int count, TRule rule)
        where TRule : struct, INormRule
    {
        Span<float> factors = stackalloc float[BlockLength];
        factors = factors[..count];
        factors.Clear();
        for (int start = column; start < matrix.Length; start += width)
        {
            Span<float> row = matrix.Slice(start, count);
            TensorPrimitives.MultiplyAdd(row, row, factors, factors);
        }

        for (int k = 0; k < count; k++)
        {
            float norm = MathF.Sqrt(factors[k]);
            factors[k] = rule.Wanted(norm) / (Epsilon + norm);
        }

        for (int start = column; start < matrix.Length; start += width)
        {
            Span<float> row = matrix.Slice(start, count);
            TensorPrimitives.Multiply(row, factors, row);
        }
    }
}
