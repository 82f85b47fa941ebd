using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Marks the values that equal a maximum, which share its gradient.</summary>
internal static class Ties
{
    /// <summary>Computes isMaximum[i] = 1 where value[i] = maximum[i], otherwise 0, and adds the result to the counts.</summary>
    public static void Mark(ReadOnlySpan<float> value, ReadOnlySpan<float> maximum, Span<float> isMaximum, Span<float> counts)
    {
        Elementwise.Map(value, maximum, isMaximum, default(AreEqual));
        TensorPrimitives.Add(counts, isMaximum, counts);
    }

    private readonly struct AreEqual : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) =>
            Vector.ConditionalSelect(Vector.Equals(x, y), Vector<float>.One, Vector<float>.Zero);
    }
}
