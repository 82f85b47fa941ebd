namespace NeuralNet;

/// <summary>The sizes of the blocks in which attention is computed, and the work from which threads share them.</summary>
internal static class AttentionBlocks
{
    /// <summary>The number of queries of a block.</summary>
    public const int Queries = 64;

    /// <summary>The number of keys of a block: with 64 queries, a block of scores has 32 KB.</summary>
    public const int Keys = 128;

    /// <summary>
    /// The number of pairs of sequence and head from which each thread differentiates whole pairs. With fewer, threads share the blocks of
    /// a pair and compute its probabilities twice, once for the queries and once for the keys and values.
    /// </summary>
    public const int MinWholePairs = 16;

    /// <summary>The number of multiplications from which threads share the blocks.</summary>
    public const long MinSharedWork = 100_000;

    /// <summary>Returns the number of blocks of a length.</summary>
    public static int Count(int length, int block) => (length + block - 1) / block;
}
