using System.Numerics;

namespace NeuralNet.Tests;

public class RandomStreamTests
{
    /// <summary>SplitMix64 and xoshiro256++ written a second time, with the multiplications in whole numbers of any size.</summary>
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
