using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>w ← max(w, 0). Keras: constraints/constraints.py, <c>NonNeg</c>.</summary>
public sealed class NonNegative : Constraint
{
    /// <inheritdoc/>
    protected internal override string ClassName => "NonNeg";

    /// <inheritdoc/>
    protected internal override void Apply(Span<float> values, Shape shape) => TensorPrimitives.Max(values, 0f, values);
}
