using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet;

/// <summary>Fills whole tensors with random numbers, for layers that are noisy in training.</summary>
internal static class RandomFill
{
    private const int NormalBlock = 128;

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
        Span<float> radius = stackalloc float[NormalBlock], angle = stackalloc float[NormalBlock];
        Span<float> both = stackalloc float[2 * NormalBlock];
        for (int start = 0; start < values.Length; start += both.Length)
        {
            Uniform(radius, ref lanes);
            TensorPrimitives.Subtract(1f, radius, radius);
            TensorPrimitives.Log(radius, radius);
            TensorPrimitives.Multiply(radius, -2 * stddev * stddev, radius);
            TensorPrimitives.Sqrt(radius, radius);
            Uniform(angle, ref lanes);
            TensorPrimitives.Multiply(angle, 2 * MathF.PI, angle);
            Span<float> sine = both[..NormalBlock], cosine = both[NormalBlock..];
            TensorPrimitives.Sin(angle, sine);
            TensorPrimitives.Cos(angle, cosine);
            TensorPrimitives.Multiply(sine, radius, sine);
            TensorPrimitives.Multiply(cosine, radius, cosine);
            Span<float> target = values[start..];
            both[..Math.Min(both.Length, target.Length)].CopyTo(target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> KeepOrDrop(Vector512<uint> drawn, Vector512<uint> threshold, Vector512<float> kept) =>
        Vector512.AndNot(kept, Vector512.LessThan(drawn, threshold).AsSingle());

    private static void Uniform(Span<float> values, ref RandomLanes lanes)
    {
        for (int i = 0; i < values.Length; i += RandomLanes.Count)
            lanes.NextSingles().CopyTo(values[i..]);
    }
}
