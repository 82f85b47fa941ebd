namespace NeuralNet;

/// <summary>
/// Moves the norm of the weights along an axis towards a range: norm ← rate·clip(norm, min, max) + (1 − rate)·norm.
/// Keras: constraints/constraints.py, <c>MinMaxNorm</c>.
/// </summary>
public sealed class MinMaxNorm : Constraint
{
    private readonly float minValue, maxValue, rate;
    private readonly int axis;

    /// <summary>Makes the constraint.</summary>
    /// <param name="minValue">The least norm, 0 by default.</param>
    /// <param name="maxValue">The greatest norm, 1 by default.</param>
    /// <param name="rate">How much of the way is gone at each update; 1, all of it, by default.</param>
    /// <param name="axis">The axis whose elements make up a norm; 0, the weights leading into a unit, by default. Negative from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A norm is negative, the greatest is below the least, or the rate is not in [0, 1].</exception>
    public MinMaxNorm(float minValue = 0, float maxValue = 1, float rate = 1, int axis = 0)
    {
        this.minValue = Require.NonNegative(minValue);
        this.maxValue = Require.AtLeast(minValue, maxValue);
        this.rate = Require.Fraction(rate);
        this.axis = axis;
    }

    internal override string? Objection(Shape shape) => AxisNorm.Objection(shape, axis);

    /// <inheritdoc/>
    protected internal override void Apply(Span<float> values, Shape shape) =>
        AxisNorm.Scale(values, shape, axis, new Rule(minValue, maxValue, rate));

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("min_value", minValue);
        configuration.Set("max_value", maxValue);
        configuration.Set("rate", rate);
        configuration.Set("axis", axis);
    }

    internal static MinMaxNorm From(Configuration configuration) => new(
        configuration.GetSingle("min_value", 0),
        configuration.GetSingle("max_value", 1),
        configuration.GetSingle("rate", 1),
        configuration.GetInt32("axis", 0));

    private readonly struct Rule(float minValue, float maxValue, float rate) : INormRule
    {
        public float Wanted(float norm) => rate * Math.Clamp(norm, minValue, maxValue) + (1 - rate) * norm;
    }
}
