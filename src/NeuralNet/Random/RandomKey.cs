namespace NeuralNet;

/// <summary>Mixes keys of 64 bits from everything on which a draw depends.</summary>
internal static class RandomKey
{
    /// <summary>2⁶⁴ divided by the golden ratio, the increment of SplitMix64.</summary>
    public const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Mixes a seed, a purpose and two indices.</summary>
    public static ulong Of(long seed, RandomPurpose purpose, long index, long subIndex) =>
        With(With(With(Mix((ulong)seed), (long)purpose), index), subIndex);

    /// <summary>Mixes one more index into a key.</summary>
    public static ulong With(ulong key, long index) => Mix(key + (ulong)index);

    /// <summary>
    /// Returns an index, equal on every machine, for a use of a layer from its path in the model, such as <c>encoder/dropout</c>, and the
    /// number of the use.
    /// </summary>
    public static long OfUse(string path, int use)
    {
        // FNV-1a (Fowler, Noll and Vo), over UTF-16 code units.
        ulong hash = 0xCBF29CE484222325;
        foreach (char unit in path)
            hash = (hash ^ unit) * 0x100000001B3;
        return (long)With(hash, use);
    }

    /// <summary>Computes the finalizer of SplitMix64 (Steele, Lea and Flood 2014), after a step of its counter.</summary>
    public static ulong Mix(ulong value)
    {
        value += Golden;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
