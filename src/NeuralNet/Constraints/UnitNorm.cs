namespace NeuralNet;

/// <summary>Scales the weights along an axis to norm 1. Keras: constraints/constraints.py, <c>UnitNorm</c>.</summary>
/// <param name="axis">The axis whose elements make up a norm; 0, the weights leading into a unit, by default. Negative from the end.</param>
public sealed class UnitNorm(int axis = 0) : Constraint
{
    internal override string? Objection(Shape shape) => AxisNorm.Objection(shape, axis);

    /// <inheritdoc/>
    protected internal override void Apply(Span<float> values, Shape shape) => AxisNorm.Scale(values, shape, axis, default(Rule));

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("axis", axis);

    internal static UnitNorm From(Configuration configuration) => new(configuration.GetInt32("axis", 0));

    private readonly struct Rule : INormRule
    {
        public float Wanted(float norm) => 1;
    }
}
