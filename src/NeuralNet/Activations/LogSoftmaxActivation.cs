using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// y = log softmax(x) over the last axis, without the rounding errors of a logarithm of the softmax:
/// yᵢ = xᵢ − m − log Σⱼ e^(xⱼ − m) over a row, m its maximum; dxᵢ = dyᵢ − e^yᵢ·Σⱼ dyⱼ.
/// </summary>
[Configurable]
internal sealed partial class LogSoftmaxActivation : Activation
{
    protected internal override bool NeedsInput => false;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
    {
        for (int start = 0; start < input.Length; start += rowLength)
        {
            ReadOnlySpan<float> x = input.Slice(start, rowLength);
            Span<float> y = output.Slice(start, rowLength);
            float logSum = LogSumExp.Of(x, out float maximum);
            TensorPrimitives.Subtract(x, maximum, y);
            TensorPrimitives.Subtract(y, logSum, y);
        }
    }

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength)
    {
        for (int start = 0; start < output.Length; start += rowLength)
        {
            Span<float> dy = gradient.Slice(start, rowLength);
            Elementwise.Map(output.Slice(start, rowLength), dy, dy, new Derivative(TensorPrimitives.Sum<float>(dy)));
        }
    }

    private readonly struct Derivative(float sum) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> y, Vector<float> dy) => dy - Vector.Exp(y) * sum;
    }
}
