using System.Numerics;

namespace NeuralNet;

/// <summary>The derivative of clipping: the second number where the first lies in the range, else 0.</summary>
internal readonly struct WithinRange(Interval range) : IBinaryFunction
{
    private readonly Vector<float> lower = new(range.Lower), upper = new(range.Upper);

    public Vector<float> Apply(Vector<float> x, Vector<float> y) => Vector.ConditionalSelect(
        Vector.GreaterThanOrEqual(x, lower) & Vector.LessThanOrEqual(x, upper), y, Vector<float>.Zero);
}
