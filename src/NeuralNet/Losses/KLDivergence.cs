using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The Kullback–Leibler divergence Σ t·log(t/p) of the row between the distributions of targets and predictions. Both are clipped to
/// [10⁻⁷, 1], outside of which predictions have no derivative. Keras: losses/losses.py, <c>KLDivergence</c>.
/// </summary>
[Configurable("kld")]
public sealed partial class KLDivergence : Loss
{
    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            int start = i * rowLength;
            losses[i] = (float)Elementwise.Sum(target.Slice(start, rowLength), prediction.Slice(start, rowLength), default(Value));
        }
    }

    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
        Elementwise.Map(target, prediction, gradient, default(Derivative));

    private static Vector<float> Clip(Vector<float> value) =>
        Vector.Min(Vector.Max(value, new Vector<float>(Probability.Min)), Vector<float>.One);

    private readonly struct Value : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> t, Vector<float> p) => Clip(t) * Vector.Log(Clip(t) / Clip(p));
    }

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> t, Vector<float> p) =>
            Vector.ConditionalSelect(Vector.Equals(p, Clip(p)), -Clip(t) / p, Vector<float>.Zero);
    }
}
