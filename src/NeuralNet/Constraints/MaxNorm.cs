namespace NeuralNet;

/// <summary>
/// Scales the weights along an axis down to a maximum norm. Srivastava et al., "Dropout: a simple way to prevent neural networks from
/// overfitting", 2014; Keras: constraints/constraints.py, <c>MaxNorm</c>.
/// </summary>
/// <param name="maxValue">The maximum norm; 2 by default.</param>
/// <param name="axis">
/// The axis over which the norm is computed; 0 by default, which combines the weights of one unit. A negative axis counts from the end.
/// </param>
[Configurable]
public sealed partial class MaxNorm(float maxValue = 2, int axis = 0) : Constraint
{
    private readonly float maxValue = Require.NonNegative(maxValue);

    internal override string? Objection(Shape shape) => AxisNorm.Objection(shape, axis);

    /// <inheritdoc/>
    protected internal override void Apply(Span<float> values, Shape shape) => AxisNorm.Scale(values, shape, axis, new Rule(maxValue));

    private readonly struct Rule(float maxValue) : INormRule
    {
        public float Wanted(float norm) => MathF.Min(norm, maxValue);
    }
}
