using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet;

/// <summary>Fills tensors with random numbers, for layers that are random in training.</summary>
internal static class RandomFill
{
    /// <summary>
    /// The number of elements that are drawn from one key and the index of their block. A part of a tensor that begins within a block draws
    /// and skips the preceding elements.
    /// </summary>
    private const int BlockLength = 1024;

    /// <summary>Sets each element to 0 with probability <paramref name="rate"/>, else to <paramref name="kept"/>.</summary>
    public static void KeepOrDrop(Span<float> mask, float rate, float kept, RandomStream random) =>
        FillBlock(mask, 0, new RandomLanes(random), new KeptOrZero(rate, kept));

    /// <summary>Sets each element to 0 with probability <paramref name="rate"/>, else to <paramref name="kept"/>.</summary>
    /// <param name="mask">A part of a tensor.</param>
    /// <param name="rate">The probability of 0.</param>
    /// <param name="kept">The value of the other elements.</param>
    /// <param name="key">The key of the draws of the whole tensor.</param>
    /// <param name="position">The index of the part's first element in the whole tensor.</param>
    public static void KeepOrDrop(Span<float> mask, float rate, float kept, ulong key, long position) =>
        Fill(mask, position, key, new KeptOrZero(rate, kept));

    /// <summary>Draws from the normal distribution of mean 0, two numbers from each pair of uniform ones (Box and Muller 1958).</summary>
    public static void Normal(Span<float> values, float stddev, RandomStream random) =>
        FillBlock(values, 0, new RandomLanes(random), new NormalNumbers(stddev));

    /// <summary>
    /// Draws from the normal distribution of mean 0 for a part of a tensor, as
    /// <see cref="KeepOrDrop(Span{float}, float, float, ulong, long)"/>.
    /// </summary>
    public static void Normal(Span<float> values, float stddev, ulong key, long position) =>
        Fill(values, position, key, new NormalNumbers(stddev));

    /// <summary>Whole numbers from [0, <paramref name="exclusiveMaximum"/>), all equally likely (Lemire 2019).</summary>
    [SkipLocalsInit]
    public static void Integers(Span<int> values, int exclusiveMaximum, RandomStream random)
    {
        var lanes = new RandomLanes(random);
        uint maximum = (uint)exclusiveMaximum, unfair = (0u - maximum) % maximum;
        Vector512<ulong> range = Vector512.Create((ulong)maximum), half = Vector512.Create(0xFFFFFFFFUL);
        Span<int> some = stackalloc int[RandomLanes.Count];
        while (!values.IsEmpty)
        {
            Vector512<ulong> drawn = lanes.Next().AsUInt64(), even = (drawn & half) * range, odd = (drawn >> 32) * range;
            Vector512<int> numbers = ((even >> 32) | (odd & ~half)).AsInt32();
            Vector512<uint> fractions = ((even & half) | (odd << 32)).AsUInt32();
            if (values.Length >= RandomLanes.Count && Vector512.GreaterThanOrEqualAll(fractions, Vector512.Create(unfair)))
            {
                numbers.CopyTo(values);
                values = values[RandomLanes.Count..];
                continue;
            }

            // Numbers of fractions below the limit would be likelier than others.
            int fair = 0;
            for (int i = 0; i < RandomLanes.Count; i++)
            {
                if (fractions[i] >= unfair)
                    some[fair++] = numbers[i];
            }

            fair = Math.Min(fair, values.Length);
            some[..fair].CopyTo(values);
            values = values[fair..];
        }
    }

    private static void Fill<TNumbers>(Span<float> values, long position, ulong key, TNumbers numbers)
        where TNumbers : struct, INumbers
    {
        while (!values.IsEmpty)
        {
            (long block, long offset) = Math.DivRem(position, BlockLength);
            int count = Math.Min(values.Length, BlockLength - (int)offset);
            FillBlock(values[..count], (int)offset, new RandomLanes(RandomKey.With(key, block)), numbers);
            values = values[count..];
            position += count;
        }
    }

    /// <summary>Draws the numbers that follow the first <paramref name="offset"/> ones of the lanes.</summary>
    [SkipLocalsInit]
    private static void FillBlock<TNumbers>(Span<float> values, int offset, RandomLanes lanes, TNumbers numbers)
        where TNumbers : struct, INumbers
    {
        Span<float> partial = stackalloc float[TNumbers.Count];
        for (; offset >= TNumbers.Count; offset -= TNumbers.Count)
            TNumbers.Skip(ref lanes);
        if (offset > 0)
        {
            int count = Math.Min(values.Length, TNumbers.Count - offset);
            numbers.WriteNext(ref lanes, partial);
            partial.Slice(offset, count).CopyTo(values);
            values = values[count..];
        }

        int i = 0;
        for (; i <= values.Length - TNumbers.Count; i += TNumbers.Count)
            numbers.WriteNext(ref lanes, values[i..]);
        if (i == values.Length)
            return;
        numbers.WriteNext(ref lanes, partial);
        partial[..(values.Length - i)].CopyTo(values[i..]);
    }

    /// <summary>A distribution whose numbers are drawn in groups.</summary>
    private interface INumbers
    {
        static abstract int Count { get; }

        static abstract void Skip(ref RandomLanes lanes);

        void WriteNext(ref RandomLanes lanes, Span<float> values);
    }

    private readonly struct KeptOrZero(float rate, float kept) : INumbers
    {
        private readonly Vector512<uint> threshold = Vector512.Create((uint)Math.Min(rate * 4294967296.0, uint.MaxValue));
        private readonly Vector512<float> kept = Vector512.Create(kept);

        public static int Count => RandomLanes.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Skip(ref RandomLanes lanes) => lanes.Next();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void WriteNext(ref RandomLanes lanes, Span<float> values) =>
            Vector512.AndNot(kept, Vector512.LessThan(lanes.Next(), threshold).AsSingle()).CopyTo(values);
    }

    private readonly struct NormalNumbers(float stddev) : INumbers
    {
        public static int Count => 2 * RandomLanes.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Skip(ref RandomLanes lanes)
        {
            lanes.Next();
            lanes.Next();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void WriteNext(ref RandomLanes lanes, Span<float> values) => WriteNormals(ref lanes, stddev, values);
    }

    /// <summary>Writes 32 numbers, in halves of 256 bits: where 512 bits are not accelerated, their fused multiply-add is slow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteNormals(ref RandomLanes lanes, float stddev, Span<float> values)
    {
        Vector512<float> uniform = Vector512<float>.One - lanes.NextSingles(), turns = lanes.NextSingles() - Vector512.Create(0.5f);
        const int half = RandomLanes.Count / 2;
        WriteNormals(uniform.GetLower(), turns.GetLower(), stddev, values, values[RandomLanes.Count..]);
        WriteNormals(uniform.GetUpper(), turns.GetUpper(), stddev, values[half..], values[(RandomLanes.Count + half)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteNormals(
        Vector256<float> uniform, Vector256<float> turns, float stddev, Span<float> sines, Span<float> cosines)
    {
        Vector256<float> radius = Vector256.Sqrt(Vector256.Log(uniform) * -2f) * stddev;
        (Vector256<float> sine, Vector256<float> cosine) = HalfTurns(turns);
        // The double angle, which is offset by half a turn: this does not change the distribution.
        (2 * sine * cosine * radius).CopyTo(sines);
        ((Vector256<float>.One - 2 * sine * sine) * radius).CopyTo(cosines);
    }

    /// <summary>Computes sin(πx) and cos(πx) for |x| ≤ ½, by the series of Taylor, to single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Sine, Vector256<float> Cosine) HalfTurns(Vector256<float> x)
    {
        x *= MathF.PI;
        Vector256<float> square = x * x;
        Vector256<float> sine = Vector256.Create(-1f / 39916800);
        sine = Vector256.FusedMultiplyAdd(sine, square, Vector256.Create(1f / 362880));
        sine = Vector256.FusedMultiplyAdd(sine, square, Vector256.Create(-1f / 5040));
        sine = Vector256.FusedMultiplyAdd(sine, square, Vector256.Create(1f / 120));
        sine = Vector256.FusedMultiplyAdd(sine, square, Vector256.Create(-1f / 6));
        sine = Vector256.FusedMultiplyAdd(sine, square, Vector256.Create(1f));
        Vector256<float> cosine = Vector256.Create(1f / 479001600);
        cosine = Vector256.FusedMultiplyAdd(cosine, square, Vector256.Create(-1f / 3628800));
        cosine = Vector256.FusedMultiplyAdd(cosine, square, Vector256.Create(1f / 40320));
        cosine = Vector256.FusedMultiplyAdd(cosine, square, Vector256.Create(-1f / 720));
        cosine = Vector256.FusedMultiplyAdd(cosine, square, Vector256.Create(1f / 24));
        cosine = Vector256.FusedMultiplyAdd(cosine, square, Vector256.Create(-0.5f));
        cosine = Vector256.FusedMultiplyAdd(cosine, square, Vector256.Create(1f));
        return (sine * x, cosine);
    }
}
