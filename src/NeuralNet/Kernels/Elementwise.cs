using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>A gradient through an element-wise function: dx from a saved value (input or output) and dy.</summary>
internal interface IElementwiseGradient
{
    static abstract Vector<float> Apply(Vector<float> saved, Vector<float> gradient);

    static abstract float Apply(float saved, float gradient);
}

/// <summary>Vectorized loops that are written once for all element-wise functions.</summary>
internal static class Elementwise
{
    /// <summary>gradient[i] = f(saved[i], gradient[i]).</summary>
    public static void Map<TFunction>(ReadOnlySpan<float> saved, Span<float> gradient)
        where TFunction : struct, IElementwiseGradient
    {
        ref float x = ref MemoryMarshal.GetReference(saved);
        ref float g = ref MemoryMarshal.GetReference(gradient[..saved.Length]);
        int width = Vector<float>.Count, i = 0;
        for (; i <= saved.Length - width; i += width)
            TFunction.Apply(Load(ref x, i), Load(ref g, i)).StoreUnsafe(ref g, (nuint)i);
        for (; i < saved.Length; i++)
            Unsafe.Add(ref g, i) = TFunction.Apply(Unsafe.Add(ref x, i), Unsafe.Add(ref g, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float source, int index) => Vector.LoadUnsafe(ref source, (nuint)index);
}
