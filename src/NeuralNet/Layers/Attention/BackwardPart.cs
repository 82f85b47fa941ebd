using System.Numerics.Tensors;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>The backward pass of one part.</summary>
/// <typeparam name="TScores">The function of queries and keys.</typeparam>
internal readonly ref struct BackwardPart<TScores>
    where TScores : struct, IAttentionScores
{
    private readonly AttentionPass pass;
    private readonly TScores scores;
    private readonly AttentionPart part;
    private readonly int index;
    private readonly Tensor outputGradient;
    private readonly Tensor? probabilityGradient, queryGradient, keyGradient, valueGradient;
    private readonly bool hasParameters;
    private readonly AttentionTile tile = AttentionTile.OfThread;

    public BackwardPart(in AttentionPass pass, in AttentionGradients gradients, TScores scores, in AttentionPart part, int index)
    {
        this.pass = pass;
        this.index = index;
        this.scores = scores;
        this.part = part;
        outputGradient = gradients.Output;
        probabilityGradient = gradients.Probabilities;
        queryGradient = part.HasQueries ? gradients.Query : null;
        keyGradient = part.HasKeys ? gradients.Key : null;
        valueGradient = part.HasKeys ? gradients.Value : null;
        hasParameters = part.HasQueries && gradients.HasParameters;
    }

    private AttentionGeometry Geometry => pass.Geometry;

    public void Run()
    {
        Span<bool> written = tile.Written(AttentionBlocks.Count(part.Keys.End - part.Keys.Start, AttentionBlocks.Keys));
        for (int head = part.FirstHead; head < part.EndHead; head++)
        {
            for (int query = part.Queries.Start; query < part.Queries.End; query += AttentionBlocks.Queries)
                Differentiate(head, query, Math.Min(AttentionBlocks.Queries, part.Queries.End - query), written);
        }

        for (int block = 0; block < written.Length; block++)
        {
            if (!written[block])
                ClearKeys(part.Keys.Start + block * AttentionBlocks.Keys);
        }
    }

    /// <summary>Differentiates a block of queries by all keys of the part.</summary>
    /// <param name="head">The head.</param>
    /// <param name="query">The first query.</param>
    /// <param name="queries">The number of queries.</param>
    /// <param name="written">For each block of keys, whether its gradients hold a contribution, to which others are added.</param>
    private void Differentiate(int head, int query, int queries, Span<bool> written)
    {
        WriteSums(head, query, queries);
        (int start, int end) = pass.Mask.KeysOf(query, queries);
        start = Math.Max(start, part.Keys.Start);
        end = Math.Min(end, part.Keys.End);
        bool hasGradient = false;
        for (int key = start; key < end; key += AttentionBlocks.Keys)
        {
            int block = (key - part.Keys.Start) / AttentionBlocks.Keys;
            int keys = Math.Min(AttentionBlocks.Keys, end - key);
            if (pass.Mask.IsPadding(part.Sequence, key, keys))
                continue;
            if (!written[block] && key + keys < Math.Min(key + AttentionBlocks.Keys, part.Keys.End))
            {
                // The queries see the first keys of the block only: the others have no gradient yet.
                ClearKeys(key);
                written[block] = true;
            }

            Differentiate(head, query, queries, key, keys, hasGradient ? 1 : 0, written[block] ? 1 : 0);
            hasGradient = written[block] = true;
        }

        if (!hasGradient && queryGradient is not null)
            Geometry.Queries(queryGradient, part.Sequence, head, query, queries).Clear();
    }

    private void Differentiate(int head, int query, int queries, int key, int keys, float queryBeta, float keyBeta)
    {
        int sequence = part.Sequence, length = queries * keys;
        MatrixOperand q = Geometry.Queries(pass.Query, sequence, head, query, queries);
        MatrixOperand k = Geometry.Keys(pass.Key, sequence, head, key, keys);
        MatrixOperand v = Geometry.Values(pass.Value, sequence, head, key, keys);
        MatrixOperand outputs = Geometry.Outputs(outputGradient, sequence, head, query, queries);
        MatrixOperand probabilities = tile.Scores(queries, keys), gradients = tile.Gradients(queries, keys);
        scores.Write(q, k, probabilities);
        pass.Mask.Apply(probabilities.Buffer.AsSpan(0, length), tile.KeyBias[..keys], sequence, head, query, key);
        ReadOnlySpan<float> logSumExp = pass.LogSumExp.Data.Slice(Geometry.QueryIndex(sequence, head, query), queries);
        for (int i = 0; i < queries; i++)
            ScoreExponentials.Probabilities(probabilities.RowSpan(i), pass.Scale, logSumExp[i]);

        if (valueGradient is not null)
        {
            MatrixProduct.Multiply(
                Dropped(probabilities, gradients, head, query, key) with { IsTransposed = true }, outputs,
                Geometry.Values(valueGradient, sequence, head, key, keys), keyBeta);
        }

        if (queryGradient is null && keyGradient is null && !hasParameters)
            return;
        MatrixProduct.Multiply(outputs, v with { IsTransposed = true }, gradients);
        PassDropout(gradients, head, query, key);
        for (int i = 0; i < queries; i++)
            ScoreExponentials.Differentiate(probabilities.RowSpan(i), gradients.RowSpan(i), pass.Scale, tile.Sums[i]);
        if (queryGradient is not null)
            scores.AddQueryGradient(gradients, q, k, Geometry.Queries(queryGradient, sequence, head, query, queries), queryBeta);
        if (keyGradient is not null)
            scores.AddKeyGradient(gradients, q, k, Geometry.Keys(keyGradient, sequence, head, key, keys), keyBeta);
        if (hasParameters)
            scores.AddParameterGradients(gradients, q, k, index);
    }

    /// <summary>Returns the probabilities after dropout, written to other memory if there is dropout.</summary>
    private MatrixOperand Dropped(in MatrixOperand probabilities, in MatrixOperand memory, int head, int query, int key)
    {
        if (!pass.Dropout.IsDrawn)
            return probabilities;
        int length = probabilities.Rows * probabilities.Columns;
        TensorPrimitives.Multiply(
            probabilities.Buffer.AsSpan(0, length), Factors(probabilities.Rows, probabilities.Columns, head, query, key),
            memory.Buffer.AsSpan(0, length));
        return memory;
    }

    /// <summary>
    /// Turns the gradient of the probabilities after dropout into that of the probabilities before it, and adds the gradient that comes from
    /// the readers of the probabilities.
    /// </summary>
    private void PassDropout(in MatrixOperand gradients, int head, int query, int key)
    {
        if (pass.ShowsDropout)
            AddProbabilityGradient(gradients, head, query, key);
        if (pass.Dropout.IsDrawn)
        {
            Span<float> values = gradients.Buffer.AsSpan(0, gradients.Rows * gradients.Columns);
            TensorPrimitives.Multiply(values, Factors(gradients.Rows, gradients.Columns, head, query, key), values);
        }

        if (!pass.ShowsDropout)
            AddProbabilityGradient(gradients, head, query, key);
    }

    private void AddProbabilityGradient(in MatrixOperand gradients, int head, int query, int key)
    {
        if (probabilityGradient is null)
            return;
        for (int i = 0; i < gradients.Rows; i++)
        {
            int start = Geometry.QueryIndex(part.Sequence, head, query + i) * Geometry.KeyLength + key;
            Span<float> row = gradients.RowSpan(i);
            TensorPrimitives.Add(row, probabilityGradient.Data.Slice(start, row.Length), row);
        }
    }

    private Span<float> Factors(int queries, int keys, int head, int query, int key)
    {
        Span<float> factors = tile.Factors.AsSpan(0, queries * keys);
        pass.Dropout.Write(factors, Geometry, part.Sequence, head, query, key, keys);
        return factors;
    }

    /// <summary>Writes Σ P∘dP for each query, which is the product of its output and the gradient of its output.</summary>
    private void WriteSums(int head, int query, int queries)
    {
        MatrixOperand outputs = Geometry.Outputs(pass.Output, part.Sequence, head, query, queries);
        MatrixOperand gradients = Geometry.Outputs(outputGradient, part.Sequence, head, query, queries);
        for (int i = 0; i < queries; i++)
        {
            tile.Sums[i] = TensorPrimitives.Dot<float>(outputs.RowSpan(i), gradients.RowSpan(i));
            if (probabilityGradient is null)
                continue;
            int length = Geometry.KeyLength, start = Geometry.QueryIndex(part.Sequence, head, query + i) * length;
            tile.Sums[i] += TensorPrimitives.Dot<float>(
                pass.Probabilities!.Data.Slice(start, length), probabilityGradient.Data.Slice(start, length));
        }
    }

    /// <summary>Sets the gradients of a block of keys to 0.</summary>
    private void ClearKeys(int key)
    {
        int keys = Math.Min(AttentionBlocks.Keys, part.Keys.End - key);
        if (keyGradient is not null)
            Geometry.Keys(keyGradient, part.Sequence, part.FirstHead, key, keys).Clear();
        if (valueGradient is not null)
            Geometry.Values(valueGradient, part.Sequence, part.FirstHead, key, keys).Clear();
    }
}
