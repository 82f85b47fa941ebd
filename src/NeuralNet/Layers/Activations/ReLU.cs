using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// A rectified linear unit as a layer of its own: output = maxValue where x ≥ maxValue, x where threshold ≤ x &lt; maxValue, else
/// negativeSlope·(x − threshold). Keras: layers/activations/relu.py.
/// </summary>
/// <param name="maxValue">The maximum of the output; none by default.</param>
/// <param name="negativeSlope">The slope below the threshold; 0 by default.</param>
/// <param name="threshold">The input below which the slope applies; 0 by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A value is negative or not finite.</exception>
[Configurable]
public sealed partial class ReLU(float? maxValue = null, float negativeSlope = 0, float threshold = 0, string? name = null) : Layer(name)
{
    private readonly float? maxValue = maxValue is float max ? Require.NonNegative(max, nameof(maxValue)) : null;
    private readonly float negativeSlope = Require.NonNegative(negativeSlope), threshold = Require.NonNegative(threshold);

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    private Function Rectifier => new(maxValue ?? float.PositiveInfinity, negativeSlope, threshold);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) => Elementwise.Map(frame.Input.Data, frame.Output.Data, Rectifier);

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            Elementwise.Map(frame.Input.Data, frame.OutputGradient.Data, inputGradient.Data, new Derivative(Rectifier));
    }

    private readonly struct Function(float maxValue, float negativeSlope, float threshold) : IUnaryFunction
    {
        private readonly Vector<float> max = new(maxValue), slope = new(negativeSlope), threshold = new(threshold);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> x) =>
            Vector.Min(Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, threshold), x, slope * (x - threshold)), max);

        /// <summary>Returns the slope at x: 0 from the maximum on, 1 from the threshold on, else the slope below it.</summary>
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
