namespace NeuralNet;

/// <summary>
/// The dropout of attention probabilities. The factors of each query and head are drawn from a key of its own, so that blocks of them can
/// be drawn again in the backward pass and no memory of the size of all probabilities is needed.
/// </summary>
/// <param name="Rate">The probability of dropping; 0 draws nothing.</param>
/// <param name="Key">The key of the draws of the pass.</param>
/// <param name="FirstRow">The index of the first row of the pass in the whole batch.</param>
internal readonly record struct AttentionDropout(float Rate, ulong Key, long FirstRow)
{
    /// <summary>Gets a value indicating whether factors are drawn.</summary>
    public bool IsDrawn => Rate > 0;

    /// <summary>Returns the dropout of a pass: none outside training.</summary>
    public static AttentionDropout Of(Frame frame, float rate) => frame.IsTraining && rate > 0
        ? new(rate, frame.RowRandom.TensorKey, frame.RowRandom.FirstRow)
        : default;

    /// <summary>Writes the factors of a block, 0 or 1/(1 − rate), row by row.</summary>
    public void Write(Span<float> factors, AttentionGeometry geometry, int sequence, int head, int firstQuery, int firstKey, int keys)
    {
        float kept = Rate < 1 ? 1 / (1 - Rate) : 0;
        long firstSequence = FirstRow * geometry.Outer * geometry.Inner;
        for (int start = 0, query = firstQuery; start < factors.Length; start += keys, query++)
        {
            long index = ((firstSequence + sequence) * geometry.Heads + head) * geometry.QueryLength + query;
            RandomFill.KeepOrDrop(factors.Slice(start, keys), Rate, kept, RandomKey.With(Key, index), firstKey);
        }
    }
}
