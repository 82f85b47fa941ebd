using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>Loads and stores spans that are shorter than a vector.</summary>
internal static class PartialVector
{
    /// <summary>Returns the values of a span, followed by zeros.</summary>
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
