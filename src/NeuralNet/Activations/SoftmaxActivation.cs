using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// yᵢ = eˣⁱ / Σⱼ eˣʲ over the last axis: positive values that sum to 1. Computed as e^(xᵢ − m) / Σⱼ e^(xⱼ − m) with the maximum m
/// of the row, which does not overflow.
/// dxᵢ = yᵢ·(dyᵢ − Σⱼ yⱼ·dyⱼ).
/// </summary>
[Configurable]
internal sealed partial class SoftmaxActivation : Activation
{
    // A limit of memory on the stack.
    private const int MaxRowsAtOnce = 256;

    protected internal override bool NeedsInput => false;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
    {
        for (int start = 0; start < input.Length; start += rowLength)
        {
            ReadOnlySpan<float> x = input.Slice(start, rowLength);
            Span<float> y = output.Slice(start, rowLength);
            Elementwise.Map(x, y, new ShiftedExponential(TensorPrimitives.Max(x)));
            TensorPrimitives.Divide(y, TensorPrimitives.Sum<float>(y), y);
        }
    }

    internal override void ForwardByColumns(Span<float> values, int rows)
    {
        Span<float> all = stackalloc float[Math.Min(rows, MaxRowsAtOnce)];
        if (rows > all.Length)
        {
            base.ForwardByColumns(values, rows);
            return;
        }

        values[..rows].CopyTo(all);
        for (int start = rows; start < values.Length; start += rows)
            TensorPrimitives.Max(all, values.Slice(start, rows), all);
        for (int start = 0; start < values.Length; start += rows)
            Elementwise.Map(values.Slice(start, rows), all, values.Slice(start, rows), default(ExponentialOfDifference));
        values[..rows].CopyTo(all);
        for (int start = rows; start < values.Length; start += rows)
            TensorPrimitives.Add(all, values.Slice(start, rows), all);
        for (int start = 0; start < values.Length; start += rows)
            TensorPrimitives.Divide(values.Slice(start, rows), all, values.Slice(start, rows));
    }

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength)
    {
        for (int start = 0; start < output.Length; start += rowLength)
        {
            ReadOnlySpan<float> y = output.Slice(start, rowLength);
            Span<float> dy = gradient.Slice(start, rowLength);
            TensorPrimitives.Subtract(dy, TensorPrimitives.Dot(y, dy), dy);
            TensorPrimitives.Multiply(dy, y, dy);
        }
    }

    private readonly struct ShiftedExponential(float shift) : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x) => VectorMath.Exp(x - new Vector<float>(shift));
    }

    private readonly struct ExponentialOfDifference : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) => VectorMath.Exp(x - y);
    }
}
