namespace NeuralNet;

/// <summary>Scales the weights along an axis to norm 1. Keras: constraints/constraints.py, <c>UnitNorm</c>.</summary>
/// <param name="axis">
/// The axis over which the norm is computed; 0 by default, which combines the weights of one unit. A negative axis counts from the end.
/// </param>
[Configurable]
public sealed partial class UnitNorm(int axis = 0) : Constraint
{
    internal override string? Objection(Shape shape) => AxisNorm.Objection(shape, axis);

    /// <inheritdoc/>
    protected internal override void Apply(Span<float> values, Shape shape) => AxisNorm.Scale(values, shape, axis, default(Rule));

    private readonly struct Rule : INormRule
    {
        public float Wanted(float norm) => 1;
    }
}
