using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>Vectors of which only the first elements are in use: what is left where a span is shorter than a vector.</summary>
internal static class PartialVector
{
    /// <summary>The values of a span shorter than a vector; the elements behind them are 0.</summary>
    public static Vector<float> Load(ReadOnlySpan<float> values)
    {
        Vector<float> vector = default;
        values.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<Vector<float>, float>(ref vector), Vector<float>.Count));
        return vector;
    }

    /// <summary>Writes the first elements of a vector.</summary>
    public static void Store(Vector<float> vector, Span<float> values) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector<float>, float>(ref vector), values.Length).CopyTo(values);
}
