using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet;

/// <summary>
/// Eight parallel streams of xoshiro256++ for filling tensors: sixteen numbers of 32 bits at a time. They are seeded by
/// numbers of a <see cref="RandomStream"/> or by a key, and return the same numbers on every machine, for any width of its vectors.
/// </summary>
internal struct RandomLanes
{
    /// <summary>The number of values that <see cref="Next"/> returns.</summary>
    public const int Count = 16;

    private Vector512<ulong> s0, s1, s2, s3;

    public RandomLanes(RandomStream random)
    {
        s0 = Draw(random);
        s1 = Draw(random);
        s2 = Draw(random);
        s3 = Draw(random);
    }

    /// <summary>Seeds the lanes by a key (<see cref="RandomKey"/>): their states are the first 32 numbers of its SplitMix64.</summary>
    public RandomLanes(ulong key)
    {
        Vector512<ulong> counter = Vector512<ulong>.Indices * RandomKey.Golden + Vector512.Create(key);
        s0 = Mix(counter);
        s1 = Mix(counter += Vector512.Create(unchecked(8 * RandomKey.Golden)));
        s2 = Mix(counter += Vector512.Create(unchecked(8 * RandomKey.Golden)));
        s3 = Mix(counter + Vector512.Create(unchecked(8 * RandomKey.Golden)));
    }

    /// <summary>Draws sixteen integers, each of the 2³² equally likely.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<uint> Next()
    {
        Vector512<ulong> result = RotateLeft(s0 + s3, 23) + s0;
        Vector512<ulong> shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = RotateLeft(s3, 45);
        return result.AsUInt32();
    }

    /// <summary>Draws sixteen numbers from [0, 1), multiples of 2⁻²⁴.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> NextSingles() =>
        Vector512.ConvertToSingle((Next() >> 8).AsInt32()) * (1f / (1 << 24));

    private static Vector512<ulong> Draw(RandomStream random) => Vector512.Create(
        random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64(),
        random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64());

    /// <summary>Computes <see cref="RandomKey.Mix"/> of eight numbers.</summary>
    private static Vector512<ulong> Mix(Vector512<ulong> value)
    {
        value += Vector512.Create(RandomKey.Golden);
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> RotateLeft(Vector512<ulong> value, int count) => (value << count) | (value >> (64 - count));
}
