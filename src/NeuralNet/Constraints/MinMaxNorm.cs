namespace NeuralNet;

/// <summary>
/// Moves the norm of the weights along an axis towards a range: norm ← rate·clip(norm, min, max) + (1 − rate)·norm.
/// Keras: constraints/constraints.py, <c>MinMaxNorm</c>.
/// </summary>
/// <param name="minValue">The minimum norm; 0 by default.</param>
/// <param name="maxValue">The maximum norm; 1 by default.</param>
/// <param name="rate">The fraction of the change that each update makes; 1 by default.</param>
/// <param name="axis">
/// The axis over which the norm is computed; 0 by default, which combines the weights of one unit. A negative axis counts from the end.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">
/// A norm is negative, the maximum is below the minimum, or the rate is not in [0, 1].
/// </exception>
[Configurable]
public sealed partial class MinMaxNorm(float minValue = 0, float maxValue = 1, float rate = 1, int axis = 0) : Constraint
{
    private readonly float minValue = Require.NonNegative(minValue), maxValue = Require.AtLeast(minValue, maxValue);
    private readonly float rate = Require.Fraction(rate);

    internal override string? Objection(Shape shape) => AxisNorm.Objection(shape, axis);

    /// <inheritdoc/>
    protected internal override void Apply(Span<float> values, Shape shape) =>
        AxisNorm.Scale(values, shape, axis, new Rule(minValue, maxValue, rate));

    private readonly struct Rule(float minValue, float maxValue, float rate) : INormRule
    {
        public float Wanted(float norm) => rate * Math.Clamp(norm, minValue, maxValue) + (1 - rate) * norm;
    }
}
