using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Sets negative weights to 0: w ← max(w, 0). Keras: constraints/constraints.py, <c>NonNeg</c>.</summary>
[Configurable("non_negative", ClassName = "NonNeg")]
public sealed partial class NonNegative : Constraint
{
    /// <inheritdoc/>
    protected internal override void Apply(Span<float> values, Shape shape) => TensorPrimitives.Max(values, 0f, values);
}
