namespace NeuralNet.Images;

/// <summary>
/// The permutation of NumPy's <c>RandomState(seed).shuffle</c>, so that a seed divides pictures into training and validation as in Keras:
/// Fisher and Yates's method from the last element on, with the numbers of the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998).
/// </summary>
internal sealed class NumPyShuffle
{
    private const int Length = 624, Middle = 397;

    private readonly uint[] state = new uint[Length];
    private int next = Length;

    private NumPyShuffle(uint seed)
    {
        state[0] = seed;
        for (int i = 1; i < Length; i++)
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >> 30)) + (uint)i;
    }

    /// <summary>Returns the indices of the elements in the new order.</summary>
    public static int[] Permutation(int count, int seed)
    {
        var random = new NumPyShuffle((uint)seed);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = random.NextAtMost((uint)i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    /// <summary>Draws an integer from 0 to a maximum: numbers of as many bits are drawn until one is in the range.</summary>
    private int NextAtMost(uint max)
    {
        uint mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(max);
        uint value;
        do
        {
            value = NextUInt32() & mask;
        }
        while (value > max);
        return (int)value;
    }

    private uint NextUInt32()
    {
        if (next == Length)
            Refill();
        uint value = state[next++];
        value ^= value >> 11;
        value ^= (value << 7) & 0x9D2C5680;
        value ^= (value << 15) & 0xEFC60000;
        return value ^ (value >> 18);
    }

    private void Refill()
    {
        for (int i = 0; i < Length; i++)
        {
            uint mixed = (state[i] & 0x80000000) | (state[(i + 1) % Length] & 0x7FFFFFFF);
            state[i] = state[(i + Middle) % Length] ^ (mixed >> 1) ^ ((mixed & 1) * 0x9908B0DF);
        }

        next = 0;
    }
}
