using System.Numerics;

namespace NeuralNet.Explainability;

/// <summary>A set of whole numbers from 0 on, a bit each, in words of 32; the first number of a word is its lowest bit.</summary>
internal readonly ref struct BitSet(ReadOnlySpan<uint> words)
{
    /// <summary>The number of bits in a word.</summary>
    public const int WordBits = 32;

    private readonly ReadOnlySpan<uint> words = words;

    /// <summary>Returns the number of words of a set of numbers below a limit.</summary>
    public static int Words(int limit) => (limit + WordBits - 1) / WordBits;

    /// <summary>Adds a number to a set.</summary>
    public static void Add(Span<uint> words, int number) => words[number / WordBits] |= 1u << (number % WordBits);

    /// <summary>Returns an enumerator of the members in ascending order.</summary>
    public Enumerator GetEnumerator() => new(words);

    /// <summary>Iterates over the members in ascending order.</summary>
    public ref struct Enumerator(ReadOnlySpan<uint> words)
    {
        private readonly ReadOnlySpan<uint> words = words;
        private int word = -1;
        private uint bits;

        /// <summary>The present member.</summary>
        public readonly int Current => word * WordBits + BitOperations.TrailingZeroCount(bits);

        /// <summary>Advances to the next member.</summary>
        public bool MoveNext()
        {
            bits &= bits - 1;
            while (bits == 0)
            {
                if (++word >= words.Length)
                    return false;
                bits = words[word];
            }

            return true;
        }
    }
}
