using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// A rectified linear unit as a layer of its own: output = min(x, maxValue) where x &gt; threshold, else negativeSlope·(x − threshold).
/// Keras: layers/activations/relu.py.
/// </summary>
/// <param name="maxValue">The maximum of the output; none by default.</param>
/// <param name="negativeSlope">The slope below the threshold; 0 by default.</param>
/// <param name="threshold">The input up to which the slope applies; 0 by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A value is negative or not finite.</exception>
[Configurable]
public sealed partial class ReLU(float? maxValue = null, float negativeSlope = 0, float threshold = 0, string? name = null)
    : ActivationLayer(new Rectifier(maxValue ?? float.PositiveInfinity, negativeSlope, threshold), name)
{
    private readonly float? maxValue = maxValue is float max ? Require.NonNegative(max, nameof(maxValue)) : null;
    private readonly float negativeSlope = Require.NonNegative(negativeSlope), threshold = Require.NonNegative(threshold);

    private sealed class Rectifier(float maxValue, float negativeSlope, float threshold) : Activation
    {
        private readonly Function function = new(maxValue, negativeSlope, threshold);

        public override string Name => "relu";

        public override bool IsElementwise => true;

        protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
            Elementwise.Map(input, output, function);

        protected internal override void Backward(
            ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
            Elementwise.Map(input, gradient, gradient, new Derivative(function));
    }

    private readonly struct Function(float maxValue, float negativeSlope, float threshold) : IUnaryFunction
    {
        private readonly Vector<float> max = new(maxValue), slope = new(negativeSlope), threshold = new(threshold);
        private readonly Vector<float> min = new(negativeSlope > 0 ? float.NegativeInfinity : threshold);

        /// <summary>Computes the function. The minimum keeps 0·∞ out where the slope is 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> x)
        {
            Vector<float> below = slope * (Vector.Max(x, min) - threshold);
            return Vector.Min(Vector.ConditionalSelect(Vector.LessThanOrEqual(x, threshold), below, x), max);
        }

        /// <summary>Returns the slope at x: 0 from the maximum on, 1 above the threshold, else the slope below it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> SlopeAt(Vector<float> x)
        {
            Vector<float> rising = Vector.ConditionalSelect(Vector.GreaterThan(x, threshold), Vector<float>.One, slope);
            return Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, max), Vector<float>.Zero, rising);
        }
    }

    private readonly struct Derivative(Function function) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> dy) => function.SlopeAt(x) * dy;
    }
}
