using System.Numerics;

namespace NeuralNet;

/// <summary>
/// A stream of random numbers that is determined by its seed: xoshiro256++ (Blackman and Vigna, "Scrambled linear
/// pseudorandom number generators", 2021), its state filled by SplitMix64. Each layer and initializer has its own, so
/// that results do not depend on the order of threads. The stream is not suitable for cryptography.
/// </summary>
public sealed class RandomStream
{
    private ulong s0, s1, s2, s3;
    private double spareNormal = double.NaN;

    /// <summary>Creates the stream of a seed.</summary>
    public RandomStream(long seed) => Restart(seed, RandomPurpose.General, 0, 0);

    /// <summary>
    /// Creates one of many streams of a seed, such as one for each row of a data set: streams of different indices are independent. The
    /// stream of the indices 0 and 0 is that of the seed alone.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="index">The index of the stream.</param>
    /// <param name="subIndex">A second index, such as that of a block of a row's draws; 0 by default.</param>
    public RandomStream(long seed, long index, long subIndex = 0) => Restart(seed, RandomPurpose.General, index, subIndex);

    internal RandomStream(long seed, RandomPurpose purpose, long index, long subIndex = 0) =>
        Restart(seed, purpose, index, subIndex);

    /// <summary>Restarts as the stream of (seed, purpose, index, sub-index).</summary>
    internal void Restart(long seed, RandomPurpose purpose, long index, long subIndex) =>
        Restart(RandomKey.Of(seed, purpose, index, subIndex));

    /// <summary>Restarts as the stream of a key.</summary>
    internal void Restart(ulong key)
    {
        ulong state = key;
        s0 = RandomKey.Mix(state += RandomKey.Golden);
        s1 = RandomKey.Mix(state += RandomKey.Golden);
        s2 = RandomKey.Mix(state += RandomKey.Golden);
        s3 = RandomKey.Mix(state + RandomKey.Golden);
        spareNormal = double.NaN;
    }

    /// <summary>Draws an integer, each of the 2⁶⁴ equally likely.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(s0 + s3, 23) + s0;
        ulong shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Draws a number from [0, 1), a multiple of 2⁻²⁴.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>Draws a number from [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1d / (1L << 53));

    /// <summary>Draws an integer from [0, <paramref name="exclusiveMaximum"/>), all equally likely (Lemire 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is less than one.</exception>
    public int NextInt32(int exclusiveMaximum)
    {
        uint range = (uint)Require.Positive(exclusiveMaximum);
        uint unfair = (0u - range) % range;
        while (true)
        {
            ulong product = (NextUInt64() >> 32) * range;
            if ((uint)product >= unfair)
                return (int)(product >> 32);
        }
    }

    /// <summary>
    /// Fills a span with whole numbers from [0, <paramref name="exclusiveMaximum"/>), all equally likely, many at a time (Lemire 2019). The
    /// stream advances by the same amount whatever the length of the span.
    /// </summary>
    /// <param name="exclusiveMaximum">The upper limit, which is not among the numbers.</param>
    /// <param name="values">The span to fill.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is less than one.</exception>
    public void NextInt32(int exclusiveMaximum, Span<int> values) =>
        RandomFill.Integers(values, Require.Positive(exclusiveMaximum), this);

    /// <summary>Draws a number from the normal distribution of mean 0 and standard deviation 1 (Box and Muller 1958).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(spareNormal))
        {
            double spare = spareNormal;
            spareNormal = double.NaN;
            return spare;
        }

        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * NextDouble());
        spareNormal = radius * sine;
        return radius * cosine;
    }

    /// <summary>
    /// Fills a span with numbers from the normal distribution of mean 0 and standard deviation 1, in single precision and many at a time
    /// (Box and Muller 1958). The stream advances by the same amount whatever the length of the span.
    /// </summary>
    /// <param name="values">The span to fill.</param>
    public void NextNormal(Span<float> values) => RandomFill.Normal(values, 1, this);

    /// <summary>Shuffles the items so that all orders are equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
