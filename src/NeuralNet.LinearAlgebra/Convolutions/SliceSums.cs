using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>Adds the sums of slices that threads have computed apart.</summary>
internal static unsafe class SliceSums
{
    /// <summary>Adds terms to sums, element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* sums, float* terms, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.Load(sums + i) + Vector.Load(terms + i)).Store(sums + i);
        for (; i < count; i++)
            sums[i] += terms[i];
    }
}
