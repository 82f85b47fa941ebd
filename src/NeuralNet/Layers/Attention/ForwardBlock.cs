using System.Numerics.Tensors;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>The forward pass of a block of queries of one head.</summary>
/// <typeparam name="TScores">The function of queries and keys.</typeparam>
internal readonly ref struct ForwardBlock<TScores>
    where TScores : struct, IAttentionScores
{
    private readonly AttentionPass pass;
    private readonly TScores scores;
    private readonly int sequence, head, first, count;
    private readonly AttentionTile tile = AttentionTile.OfThread;
    private readonly MatrixOperand queries, outputs;

    public ForwardBlock(in AttentionPass pass, TScores scores, int sequence, int head, int first, int count)
    {
        this.pass = pass;
        this.scores = scores;
        (this.sequence, this.head, this.first, this.count) = (sequence, head, first, count);
        queries = pass.Geometry.Queries(pass.Query, sequence, head, first, count);
        outputs = pass.Geometry.Outputs(pass.Output, sequence, head, first, count);
    }

    public void Run()
    {
        Span<float> maxima = tile.Maxima[..count], sums = tile.Sums[..count];
        maxima.Fill(float.NegativeInfinity);
        sums.Clear();
        bool isFirst = true;
        (int start, int end) = pass.Mask.KeysOf(first, count);
        for (int key = start; key < end; key += AttentionBlocks.Keys)
        {
            int keys = Math.Min(AttentionBlocks.Keys, end - key);
            if (pass.Mask.IsPadding(sequence, key, keys))
                continue;
            AddBlock(key, keys, maxima, sums, isFirst);
            isFirst = false;
        }

        Finish(maxima, sums, isFirst);
        if (pass.Probabilities is not null)
            WriteProbabilities(start, end);
    }

    /// <summary>Adds what a block of keys contributes to the sums and the outputs, which hold what the blocks before it contributed.</summary>
    private void AddBlock(int key, int keys, Span<float> maxima, Span<float> sums, bool isFirst)
    {
        MatrixOperand block = tile.Scores(count, keys);
        WriteScores(block, key);
        for (int i = 0; i < count; i++)
        {
            Span<float> row = block.RowSpan(i);
            float maximum = Math.Max(maxima[i], pass.Scale * ScoreExponentials.Max(row));
            if (float.IsNegativeInfinity(maximum))
            {
                row.Clear();
                continue;
            }

            float sum = ScoreExponentials.Write(row, pass.Scale, maximum);
            if (!isFirst && maxima[i] != maximum)
            {
                float correction = MathF.Exp(maxima[i] - maximum);
                sums[i] *= correction;
                TensorPrimitives.Multiply(outputs.RowSpan(i), correction, outputs.RowSpan(i));
            }

            maxima[i] = maximum;
            sums[i] += sum;
        }

        if (pass.Dropout.IsDrawn)
            Drop(block, key);
        MatrixProduct.Multiply(
            block, pass.Geometry.Values(pass.Value, sequence, head, key, keys), outputs, beta: isFirst ? 0 : 1);
    }

    /// <summary>Divides the outputs by the sums.</summary>
    private void Finish(Span<float> maxima, Span<float> sums, bool isEmpty)
    {
        Span<float> logSumExp = pass.LogSumExp.Data.Slice(pass.Geometry.QueryIndex(sequence, head, first), count);
        for (int i = 0; i < count; i++)
        {
            Span<float> output = outputs.RowSpan(i);
            bool seesNothing = isEmpty || sums[i] == 0;
            logSumExp[i] = seesNothing ? float.PositiveInfinity : maxima[i] + MathF.Log(sums[i]);
            if (seesNothing)
                output.Clear();
            else
                TensorPrimitives.Multiply(output, 1 / sums[i], output);
        }
    }

    /// <summary>Computes the probabilities of the keys that the block sees once more; those of the others are 0.</summary>
    private void WriteProbabilities(int start, int end)
    {
        int length = pass.Geometry.KeyLength, index = pass.Geometry.QueryIndex(sequence, head, first);
        Span<float> probabilities = pass.Probabilities!.Data.Slice(index * length, count * length);
        ReadOnlySpan<float> logSumExp = pass.LogSumExp.Data.Slice(index, count);
        probabilities.Clear();
        for (int key = start; key < end; key += AttentionBlocks.Keys)
        {
            MatrixOperand block = tile.Scores(count, Math.Min(AttentionBlocks.Keys, end - key));
            WriteScores(block, key);
            for (int i = 0; i < count; i++)
                ScoreExponentials.Probabilities(block.RowSpan(i), pass.Scale, logSumExp[i]);
            if (pass.Dropout.IsDrawn && pass.ShowsDropout)
                Drop(block, key);
            for (int i = 0; i < count; i++)
                block.RowSpan(i).CopyTo(probabilities[(i * length + key)..]);
        }
    }

    private void WriteScores(in MatrixOperand block, int key)
    {
        scores.Write(queries, pass.Geometry.Keys(pass.Key, sequence, head, key, block.Columns), block);
        pass.Mask.Apply(
            block.Buffer.AsSpan(0, count * block.Columns), tile.KeyBias[..block.Columns], sequence, head, first, key);
    }

    private void Drop(in MatrixOperand block, int key)
    {
        int length = count * block.Columns;
        Span<float> factors = tile.Factors.AsSpan(0, length), probabilities = block.Buffer.AsSpan(0, length);
        pass.Dropout.Write(factors, pass.Geometry, sequence, head, first, key, block.Columns);
        TensorPrimitives.Multiply(probabilities, factors, probabilities);
    }
}
