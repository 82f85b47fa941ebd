namespace NeuralNet;

/// <summary>
/// The division of a backward pass into parts that threads share: whole pairs of a sequence and a head of the keys, or, if there are few of
/// them, blocks of queries and blocks of keys of each pair.
/// </summary>
internal readonly struct AttentionParts(AttentionGeometry geometry)
{
    private readonly int queryBlocks = AttentionBlocks.Count(geometry.QueryLength, AttentionBlocks.Queries);
    private readonly int keyBlocks = AttentionBlocks.Count(geometry.KeyLength, AttentionBlocks.Keys);
    private readonly int pairs = geometry.Sequences * geometry.KeyValueHeads;

    private bool AreWhole => pairs >= AttentionBlocks.MinWholePairs || (queryBlocks == 1 && keyBlocks == 1 && geometry.HeadsPerGroup == 1);

    private int QueryParts => pairs * geometry.HeadsPerGroup * queryBlocks;

    /// <summary>The number of parts.</summary>
    public int Count => AreWhole ? pairs : QueryParts + pairs * keyBlocks;

    /// <summary>Gets a part by its index.</summary>
    public AttentionPart this[int index]
    {
        get
        {
            if (AreWhole)
                return Part(index, 0, geometry.HeadsPerGroup, AllQueries, AllKeys) with { HasQueries = true, HasKeys = true };
            if (index < QueryParts)
            {
                (int head, int block) = Math.DivRem(index, queryBlocks);
                (int pair, int headOfGroup) = Math.DivRem(head, geometry.HeadsPerGroup);
                int start = block * AttentionBlocks.Queries;
                var queries = (start, Math.Min(start + AttentionBlocks.Queries, geometry.QueryLength));
                return Part(pair, headOfGroup, 1, queries, AllKeys) with { HasQueries = true };
            }

            (int keyPair, int keyBlock) = Math.DivRem(index - QueryParts, keyBlocks);
            int firstKey = keyBlock * AttentionBlocks.Keys;
            var keys = (firstKey, Math.Min(firstKey + AttentionBlocks.Keys, geometry.KeyLength));
            return Part(keyPair, 0, geometry.HeadsPerGroup, AllQueries, keys) with { HasKeys = true };
        }
    }

    private (int Start, int End) AllQueries => (0, geometry.QueryLength);

    private (int Start, int End) AllKeys => (0, geometry.KeyLength);

    private AttentionPart Part(int pair, int firstHead, int heads, (int Start, int End) queries, (int Start, int End) keys)
    {
        (int sequence, int group) = Math.DivRem(pair, geometry.KeyValueHeads);
        int head = group * geometry.HeadsPerGroup + firstHead;
        return new AttentionPart(sequence, head, head + heads, queries, keys);
    }
}
