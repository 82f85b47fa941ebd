using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>Points on the straight way between two rows.</summary>
internal static class Interpolation
{
    /// <summary>point = from + t·(to − from).</summary>
    public static void Write(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float t, Span<float> point)
    {
        TensorPrimitives.Subtract(to, from, point);
        TensorPrimitives.MultiplyAdd(point, t, from, point);
    }
}
