using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// The slope (f(z) − f(z₀))/(z − z₀) of an element-wise function between a row's values and those of references. Where the two are so close
/// that the quotient would be mostly rounding, and the function is smooth there, the mean of the two derivatives is used.
/// </summary>
/// <param name="activation">The function f.</param>
/// <param name="references">z₀, row by row.</param>
/// <param name="outputs">f(z₀).</param>
internal sealed class Slopes(Activation activation, Tensor references, Tensor outputs)
{
    private const float Close = 1e-3f, Smooth = 1e-2f;

    private readonly Tensor derivative = new(references.Shape.WithoutBatch().WithBatch(1)), referenceDerivative = new(references.Shape);

    /// <summary>Computes the derivatives at the present references.</summary>
    public void BeginReferences() => WriteDerivative(references, outputs, referenceDerivative);

    /// <summary>Multiplies the gradient of each reference by its slopes to a row's values z with f(z) = y.</summary>
    public void Multiply(Tensor z, Tensor y, Tensor gradient)
    {
        WriteDerivative(z, y, derivative);
        int width = derivative.Length;
        for (int start = 0; start < gradient.Length; start += width)
        {
            MultiplyRow(
                z.AsSpan(), references.AsSpan().Slice(start, width), y.AsSpan(), outputs.AsSpan().Slice(start, width),
                derivative.AsSpan(), referenceDerivative.AsSpan().Slice(start, width), gradient.AsSpan().Slice(start, width));
        }
    }

    private static void MultiplyRow(
        ReadOnlySpan<float> z, ReadOnlySpan<float> z0, ReadOnlySpan<float> y, ReadOnlySpan<float> y0, ReadOnlySpan<float> d,
        ReadOnlySpan<float> d0, Span<float> gradient)
    {
        int i = 0;
        for (; i <= gradient.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> way = new Vector<float>(z[i..]) - new Vector<float>(z0[i..]);
            Vector<float> end = new(d[i..]), start = new(d0[i..]);
            Vector<int> isSmooth = Vector.LessThan(Vector.Abs(way), new Vector<float>(Close))
                & (Vector.Equals(way, Vector<float>.Zero) | Vector.LessThan(Vector.Abs(end - start), new Vector<float>(Smooth)));
            Vector<float> rise = new Vector<float>(y[i..]) - new Vector<float>(y0[i..]);
            (Vector.ConditionalSelect(isSmooth, (end + start) * 0.5f, rise / way) * new Vector<float>(gradient[i..])).CopyTo(gradient[i..]);
        }

        for (; i < gradient.Length; i++)
        {
            float way = z[i] - z0[i];
            bool isSmooth = Math.Abs(way) < Close && (way == 0 || Math.Abs(d[i] - d0[i]) < Smooth);
            gradient[i] *= isSmooth ? (d[i] + d0[i]) * 0.5f : (y[i] - y0[i]) / way;
        }
    }

    private void WriteDerivative(Tensor input, Tensor output, Tensor derivative)
    {
        derivative.AsSpan().Fill(1);
        activation.Differentiate(input, output, derivative);
    }
}
