using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet;

/// <summary>Fills whole tensors with random numbers, for layers that are noisy in training.</summary>
internal static class RandomFill
{
    /// <summary>How many normal numbers are made at a time.</summary>
    private const int NormalCount = 2 * RandomLanes.Count;

    /// <summary>Each element becomes <paramref name="kept"/>, or 0 with probability <paramref name="rate"/>.</summary>
    [SkipLocalsInit]
    public static void KeepOrDrop(Span<float> mask, float rate, float kept, RandomStream random)
    {
        var lanes = new RandomLanes(random);
        Vector512<uint> threshold = Vector512.Create((uint)Math.Min(rate * 4294967296.0, uint.MaxValue));
        Vector512<float> kepts = Vector512.Create(kept);
        int i = 0;
        for (; i <= mask.Length - RandomLanes.Count; i += RandomLanes.Count)
            KeepOrDrop(lanes.Next(), threshold, kepts).CopyTo(mask[i..]);
        if (i < mask.Length)
        {
            Span<float> rest = stackalloc float[RandomLanes.Count];
            KeepOrDrop(lanes.Next(), threshold, kepts).CopyTo(rest);
            rest[..(mask.Length - i)].CopyTo(mask[i..]);
        }
    }

    /// <summary>Numbers from the normal distribution of mean 0, two from each pair of uniform ones (Box and Muller 1958).</summary>
    [SkipLocalsInit]
    public static void Normal(Span<float> values, float stddev, RandomStream random)
    {
        var lanes = new RandomLanes(random);
        int i = 0;
        for (; i <= values.Length - NormalCount; i += NormalCount)
            WriteNormals(ref lanes, stddev, values[i..]);
        if (i < values.Length)
        {
            Span<float> rest = stackalloc float[NormalCount];
            WriteNormals(ref lanes, stddev, rest);
            rest[..(values.Length - i)].CopyTo(values[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteNormals(ref RandomLanes lanes, float stddev, Span<float> values)
    {
        Vector512<float> logarithm = Vector512.Log(Vector512<float>.One - lanes.NextSingles());
        Vector512<float> radius = Vector512.Sqrt(logarithm * -2f) * stddev;
        (Vector512<float> sine, Vector512<float> cosine) = HalfTurns(lanes.NextSingles() - Vector512.Create(0.5f));
        // The double angle; that it begins half a turn away makes no difference.
        (2 * sine * cosine * radius).CopyTo(values);
        ((Vector512<float>.One - 2 * sine * sine) * radius).CopyTo(values[RandomLanes.Count..]);
    }

    /// <summary>sin(πx) and cos(πx) for |x| ≤ ½, by the series of Taylor, to single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Sine, Vector512<float> Cosine) HalfTurns(Vector512<float> x)
    {
        x *= MathF.PI;
        Vector512<float> square = x * x;
        Vector512<float> sine = Vector512.Create(-1f / 39916800);
        sine = Vector512.FusedMultiplyAdd(sine, square, Vector512.Create(1f / 362880));
        sine = Vector512.FusedMultiplyAdd(sine, square, Vector512.Create(-1f / 5040));
        sine = Vector512.FusedMultiplyAdd(sine, square, Vector512.Create(1f / 120));
        sine = Vector512.FusedMultiplyAdd(sine, square, Vector512.Create(-1f / 6));
        sine = Vector512.FusedMultiplyAdd(sine, square, Vector512.Create(1f));
        Vector512<float> cosine = Vector512.Create(1f / 479001600);
        cosine = Vector512.FusedMultiplyAdd(cosine, square, Vector512.Create(-1f / 3628800));
        cosine = Vector512.FusedMultiplyAdd(cosine, square, Vector512.Create(1f / 40320));
        cosine = Vector512.FusedMultiplyAdd(cosine, square, Vector512.Create(-1f / 720));
        cosine = Vector512.FusedMultiplyAdd(cosine, square, Vector512.Create(1f / 24));
        cosine = Vector512.FusedMultiplyAdd(cosine, square, Vector512.Create(-0.5f));
        cosine = Vector512.FusedMultiplyAdd(cosine, square, Vector512.Create(1f));
        return (sine * x, cosine);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> KeepOrDrop(Vector512<uint> drawn, Vector512<uint> threshold, Vector512<float> kept) =>
        Vector512.AndNot(kept, Vector512.LessThan(drawn, threshold).AsSingle());
}
