using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Explainability;

/// <summary>Draws indices, sixteen at a time.</summary>
internal static class RandomIndices
{
    /// <summary>How many are drawn at a time.</summary>
    public const int Count = RandomLanes.Count;

    /// <summary>
    /// Writes sixteen numbers from [0, <paramref name="exclusiveMaximum"/>): the upper half of a 32-bit number times the maximum, by
    /// which none is likelier than another by more than maximum/2³².
    /// </summary>
    public static void Draw(ref RandomLanes lanes, int exclusiveMaximum, Span<int> indices) =>
        Next(ref lanes, exclusiveMaximum).CopyTo(indices);

    /// <inheritdoc cref="Draw"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Next(ref RandomLanes lanes, int exclusiveMaximum)
    {
        Vector512<ulong> drawn = lanes.Next().AsUInt64(), range = Vector512.Create((ulong)exclusiveMaximum);
        Vector512<ulong> lower = (drawn & Vector512.Create(0xFFFFFFFFUL)) * range, upper = (drawn >> 32) * range;
        return ((lower >> 32) | (upper & Vector512.Create(0xFFFFFFFF00000000UL))).AsInt32();
    }
}
