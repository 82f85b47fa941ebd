using System.Numerics;

namespace NeuralNet;

/// <summary>The terms of a loss that is a mean over the elements of a row.</summary>
internal interface IElementwiseLoss
{
    Vector<float> Value(Vector<float> target, Vector<float> prediction);

    /// <summary>The derivative of <see cref="Value"/> by the prediction.</summary>
    Vector<float> Derivative(Vector<float> target, Vector<float> prediction);
}

/// <summary>Computes the loss of a row as the mean of its elements' terms.</summary>
internal static class ElementwiseLoss
{
    public static void Evaluate<TTerms>(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses, TTerms terms)
        where TTerms : struct, IElementwiseLoss
    {
        var value = new ValueOf<TTerms>(terms);
        if (rowLength == 1)
        {
            Elementwise.Map(target, prediction, losses, value);
            return;
        }

        for (int i = 0; i < losses.Length; i++)
        {
            int start = i * rowLength;
            losses[i] = (float)(Elementwise.Sum(target.Slice(start, rowLength), prediction.Slice(start, rowLength), value) / rowLength);
        }
    }

    public static void Gradient<TTerms>(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient, TTerms terms)
        where TTerms : struct, IElementwiseLoss =>
        Elementwise.Map(target, prediction, gradient, new DerivativeOf<TTerms>(terms, 1f / rowLength));

    private readonly struct ValueOf<TTerms>(TTerms terms) : IBinaryFunction
        where TTerms : struct, IElementwiseLoss
    {
        public Vector<float> Apply(Vector<float> target, Vector<float> prediction) => terms.Value(target, prediction);
    }

    private readonly struct DerivativeOf<TTerms>(TTerms terms, float factor) : IBinaryFunction
        where TTerms : struct, IElementwiseLoss
    {
        public Vector<float> Apply(Vector<float> target, Vector<float> prediction) => terms.Derivative(target, prediction) * factor;
    }
}
