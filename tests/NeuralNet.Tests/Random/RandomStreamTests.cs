using System.Numerics;

namespace NeuralNet.Tests;

public class RandomStreamTests
{
    /// <summary>
    /// Compares with a second implementation of SplitMix64 and xoshiro256++, with multiplications in integers of any size.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void IsXoshiroFilledBySplitMix(long seed)
    {
        BigInteger modulus = BigInteger.One << 64;
        BigInteger start = SplitMix(SplitMix(SplitMix(SplitMix((BigInteger)(ulong)seed))));
        BigInteger[] s = new BigInteger[4];
        for (int i = 0; i < 4; i++)
            s[i] = SplitMix((start + (i + 1) * (BigInteger)0x9E3779B97F4A7C15) % modulus);

        var stream = new RandomStream(seed);
        for (int n = 0; n < 100; n++)
        {
            BigInteger expected = (Rotate((s[0] + s[3]) % modulus, 23) + s[0]) % modulus, t = (s[1] << 17) % modulus;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= t;
            s[3] = Rotate(s[3], 45);
            Assert.Equal(expected, stream.NextUInt64());
        }

        BigInteger SplitMix(BigInteger state)
        {
            BigInteger z = (state + 0x9E3779B97F4A7C15) % modulus;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % modulus;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB % modulus;
            return z ^ (z >> 31);
        }

        BigInteger Rotate(BigInteger x, int k) => ((x << k) | (x >> (64 - k))) % modulus;
    }

    [Fact]
    public void StreamsOfOtherPurposesOrNumbersAreOthers()
    {
        var firsts = new HashSet<ulong>();
        foreach (RandomPurpose purpose in Enum.GetValues<RandomPurpose>())
            for (int index = 0; index < 20; index++)
                for (int sub = 0; sub < 20; sub++)
                    Assert.True(firsts.Add(new RandomStream(1, purpose, index, sub).NextUInt64()));
    }

    [Fact]
    public void StreamsOfOneSeedDifferByTheirIndices()
    {
        Assert.Equal(new RandomStream(7).NextUInt64(), new RandomStream(7, 0).NextUInt64());
        var firsts = new HashSet<ulong>();
        for (int index = 0; index < 50; index++)
            for (int sub = -1; sub < 50; sub++)
                Assert.True(firsts.Add(new RandomStream(7, index, sub).NextUInt64()));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(99_999)]
    public void ManyNormalNumbersAtATimeHaveTheNormalDistribution(int count)
    {
        float[] values = new float[count];
        new RandomStream(3).NextNormal(values);
        Assert.NotEqual(values, values.Order());
        double[] sorted = [.. values.Select(value => (double)value).Order()];
        double mean = sorted.Average(), variance = sorted.Average(value => value * value);
        Assert.Equal(0, mean, 4 / Math.Sqrt(count));
        Assert.Equal(1, variance, 4 * Math.Sqrt(2.0 / count));
        // Kolmogorov and Smirnov: below 1.95/√n with a probability of 99.9 %.
        double distance = sorted.Select((value, i) => Math.Abs(
            MathNet.Numerics.Distributions.Normal.CDF(0, 1, value) - (i + 0.5) / count)).Max();
        Assert.True(distance < 1.95 / Math.Sqrt(count), $"{distance}");
        Assert.True(sorted[^1] > 4 && sorted[0] < -4, $"{sorted[0]} to {sorted[^1]}");
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(7, 70_001)]
    [InlineData(1000, 100_000)]
    public void ManyWholeNumbersAtATimeAreEquallyLikely(int maximum, int count)
    {
        int[] values = new int[count], counts = new int[maximum];
        new RandomStream(3).NextInt32(maximum, values);
        foreach (int value in values)
            counts[value]++;
        double expected = (double)count / maximum, squares = counts.Sum(found => (found - expected) * (found - expected) / expected);
        // χ² has the mean maximum − 1 and the variance 2·(maximum − 1).
        Assert.InRange(squares, maximum - 1 - 4 * Math.Sqrt(2.0 * maximum), maximum - 1 + 4 * Math.Sqrt(2.0 * maximum));
    }

    /// <summary>Without rejection, every third number would be less likely than the others.</summary>
    [Fact]
    public void WholeNumbersUpToALargeMaximumAreFair()
    {
        const int maximum = 3 << 29, count = 30_000;
        int[] values = new int[count];
        new RandomStream(5).NextInt32(maximum, values);
        Assert.All(values, value => Assert.InRange(value, 0, maximum - 1));
        for (int remainder = 0; remainder < 3; remainder++)
            Assert.Equal(count / 3, values.Count(value => value % 3 == remainder), 4 * Math.Sqrt(count * 2 / 9.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(5).NextInt32(0, new int[3]));
    }

    [Fact]
    public void AStreamContinuesAlikeAfterAnyNumberOfNormalNumbers()
    {
        ulong[] next = [.. new[] { 0, 1, 31, 32, 1000 }.Select(count =>
        {
            var stream = new RandomStream(3);
            stream.NextNormal(new float[count]);
            return stream.NextUInt64();
        })];
        Assert.All(next, value => Assert.Equal(next[0], value));
        Assert.NotEqual(new RandomStream(3).NextUInt64(), next[0]);
    }

    [Fact]
    public void RestartForgetsEverything()
    {
        var stream = new RandomStream(1, RandomPurpose.Layer, 2, 3);
        stream.NextNormal();
        stream.Restart(1, RandomPurpose.Layer, 2, 3);
        Assert.Equal(new RandomStream(1, RandomPurpose.Layer, 2, 3).NextNormal(), stream.NextNormal());
    }

    [Fact]
    public void NumbersAreWithinTheirBoundsAndEven()
    {
        var stream = new RandomStream(5);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            Assert.InRange(stream.NextSingle(), 0, 0.99999997f);
            Assert.InRange(stream.NextDouble(), 0, 0.99999999999999989);
            counts[stream.NextInt32(7)]++;
        }

        // Chi squared with 6 degrees of freedom is beyond 35 once in 200 000 times.
        Assert.True(counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000) < 35, string.Join(", ", counts));
        Assert.Equal(0, stream.NextInt32(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextInt32(0));
    }

    [Fact]
    public void NormalsHaveTheirMoments()
    {
        var stream = new RandomStream(6);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => stream.NextNormal())];
        Assert.InRange(values.Average(), -0.016, 0.016);
        Assert.InRange(values.Average(value => value * value), 0.978, 1.022);
        Assert.InRange(values.Average(value => Math.Pow(value, 4)), 2.84, 3.16);
        Assert.InRange(values.Count(value => Math.Abs(value) < 1) / 100_000.0, 0.675, 0.69);
    }

    [Fact]
    public void ShuffleGivesEveryOrderAlikeOften()
    {
        var stream = new RandomStream(7);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 24_000; i++)
        {
            char[] letters = [.. "abcd"];
            stream.Shuffle<char>(letters);
            counts[new string(letters)] = counts.GetValueOrDefault(new string(letters)) + 1;
        }

        // Chi squared with 23 degrees of freedom is beyond 70 once in a million times.
        Assert.Equal(24, counts.Count);
        Assert.True(counts.Values.Sum(count => Math.Pow(count - 1000, 2) / 1000) < 70);
    }
}
