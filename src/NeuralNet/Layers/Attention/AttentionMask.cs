using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The keys that each query may see: those that are no padding, up to the query itself if the attention is causal, within the window if
/// there is one, and with a 1 in the attention mask if there is one.
/// </summary>
internal readonly struct AttentionMask
{
    public required AttentionGeometry Geometry { get; init; }

    /// <summary>The padding mask of the queries, of which padding sees nothing; null if all are data.</summary>
    public Tensor? Queries { get; init; }

    /// <summary>The padding masks of the keys and of the values; null if all are data.</summary>
    public Tensor? Keys { get; init; }

    /// <inheritdoc cref="Keys"/>
    public Tensor? Values { get; init; }

    /// <summary>
    /// The attention mask: (batch, queries, keys), or with an axis of heads, of size 1 or that of the heads, before these; or
    /// (batch, 1, keys) for all queries and heads.
    /// </summary>
    public Tensor? Pairs { get; init; }

    /// <summary>Gets a value indicating whether the attention mask hides the same keys from all queries of a row.</summary>
    private bool HidesKeys => Pairs is not null && Pairs.Length == Geometry.Batch * Geometry.KeyLength;

    /// <summary>Gets a value indicating whether query t sees the keys 0 to t only.</summary>
    public bool IsCausal { get; init; }

    /// <summary>The number w such that query t sees the keys t − w + 1 to t + w − 1 only; null if there is no window.</summary>
    public int? Window { get; init; }

    /// <summary>Returns the range of the keys outside which the queries of a block see nothing; its start is that of a block of keys.</summary>
    public (int Start, int End) KeysOf(int firstQuery, int queries)
    {
        int start = 0, end = Geometry.KeyLength, last = firstQuery + queries - 1;
        if (IsCausal)
            end = Math.Min(end, last + 1);
        if (Window is int window)
        {
            start = Math.Max(0, firstQuery - window + 1) / AttentionBlocks.Keys * AttentionBlocks.Keys;
            end = (int)Math.Min(end, (long)last + window);
        }

        return (start, end);
    }

    /// <summary>Returns whether a block of keys is padding.</summary>
    public bool IsPadding(int sequence, int firstKey, int keys) =>
        (HidesKeys && HiddenKeys(sequence, firstKey, keys).IndexOfAnyExcept(0f) < 0)
        || (Keys is not null && IsPadding(Keys, sequence, firstKey, keys))
        || (Values is not null && IsPadding(Values, sequence, firstKey, keys));

    /// <summary>Sets the scores of keys that their queries may not see to −∞.</summary>
    /// <param name="scores">The scores of a block, row by row.</param>
    /// <param name="keyBias">Memory for a number for each key of the block.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="head">The head.</param>
    /// <param name="firstQuery">The first query of the block.</param>
    /// <param name="firstKey">The first key of the block.</param>
    public void Apply(Span<float> scores, Span<float> keyBias, int sequence, int head, int firstQuery, int firstKey)
    {
        int keys = keyBias.Length;
        bool hasPadding = WriteKeyBias(keyBias, sequence, firstKey);
        for (int start = 0, query = firstQuery; start < scores.Length; start += keys, query++)
        {
            Span<float> row = scores.Slice(start, keys);
            if (Queries is not null && Queries.Data[Geometry.Position(sequence, Geometry.QueryLength, query)] == 0)
            {
                row.Fill(float.NegativeInfinity);
                continue;
            }

            if (hasPadding)
                TensorPrimitives.Add(row, keyBias, row);
            if (IsCausal)
                Hide(row, query + 1 - firstKey, keys);
            if (Window is int window)
            {
                Hide(row, 0, (int)Math.Max(int.MinValue, (long)query - window + 1 - firstKey));
                Hide(row, (int)Math.Min(int.MaxValue, (long)query + window - firstKey), keys);
            }

            if (Pairs is not null && !HidesKeys)
                HidePairs(row, sequence, head, query, firstKey);
        }
    }

    /// <summary>Writes −∞ for each key that is padding and 0 for the others, and returns whether there is padding.</summary>
    private bool WriteKeyBias(Span<float> keyBias, int sequence, int firstKey)
    {
        if (Keys is null && Values is null && !HidesKeys)
            return false;
        keyBias.Clear();
        if (HidesKeys)
            WriteHidden(HiddenKeys(sequence, firstKey, keyBias.Length), keyBias);
        for (int i = 0; i < keyBias.Length && (Keys is not null || Values is not null); i++)
        {
            int position = Geometry.Position(sequence, Geometry.KeyLength, firstKey + i);
            if ((Keys is not null && Keys.Data[position] == 0) || (Values is not null && Values.Data[position] == 0))
                keyBias[i] = float.NegativeInfinity;
        }

        return keyBias.Contains(float.NegativeInfinity);
    }

    /// <summary>Returns the attention mask of keys that is the same for all queries of a row.</summary>
    private ReadOnlySpan<float> HiddenKeys(int sequence, int firstKey, int keys) =>
        Pairs!.Data.Slice(Geometry.RowOf(sequence) * Geometry.KeyLength + firstKey, keys);

    private static void WriteHidden(ReadOnlySpan<float> mask, Span<float> keyBias)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == 0)
                keyBias[i] = float.NegativeInfinity;
        }
    }

    private bool IsPadding(Tensor mask, int sequence, int firstKey, int keys)
    {
        for (int key = firstKey; key < firstKey + keys; key++)
        {
            if (mask.Data[Geometry.Position(sequence, Geometry.KeyLength, key)] != 0)
                return false;
        }

        return true;
    }

    private void HidePairs(Span<float> row, int sequence, int head, int query, int firstKey)
    {
        int area = Geometry.QueryLength * Geometry.KeyLength, heads = Pairs!.Length / (Geometry.Batch * area);
        int start = (Geometry.RowOf(sequence) * heads + (heads == 1 ? 0 : head)) * area + query * Geometry.KeyLength + firstKey;
        ReadOnlySpan<float> mask = Pairs.Data.Slice(start, row.Length);
        for (int i = 0; i < row.Length; i++)
        {
            if (mask[i] == 0)
                row[i] = float.NegativeInfinity;
        }
    }

    /// <summary>Hides the keys from one index to another, as far as the block has them.</summary>
    private static void Hide(Span<float> row, int start, int end)
    {
        start = Math.Clamp(start, 0, row.Length);
        end = Math.Clamp(end, 0, row.Length);
        if (start < end)
            row[start..end].Fill(float.NegativeInfinity);
    }
}
