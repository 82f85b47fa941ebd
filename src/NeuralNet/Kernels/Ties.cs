using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The gradient of a maximum goes to the values that are it; equal ones share it.</summary>
internal static class Ties
{
    /// <summary>isGreatest[i] = 1 where value[i] = greatest[i], else 0, and adds them to the counts.</summary>
    public static void Mark(ReadOnlySpan<float> value, ReadOnlySpan<float> greatest, Span<float> isGreatest, Span<float> counts)
    {
        Elementwise.Map(value, greatest, isGreatest, default(AreEqual));
        TensorPrimitives.Add(counts, isGreatest, counts);
    }

    private readonly struct AreEqual : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) =>
            Vector.ConditionalSelect(Vector.Equals(x, y), Vector<float>.One, Vector<float>.Zero);
    }
}
