namespace NeuralNet;

/// <summary>A rule that a parameter's values must obey, put into force after each update of the optimizer.</summary>
public abstract class Constraint
{
    /// <summary>Changes the values, as little as the rule asks, so that they obey it.</summary>
    /// <param name="values">All values of the parameter, row-major.</param>
    /// <param name="shape">The parameter's shape; of a kernel (inputs, outputs).</param>
    protected internal abstract void Apply(Span<float> values, Shape shape);
}
