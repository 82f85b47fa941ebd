using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// The sizes of an attention: its sequences of queries and keys, and the heads that share each position of a sequence. The positions of a
/// sequence lie at equal distances: axes outside the attention come before (with the batch) and after its own (<see cref="Inner"/>).
/// </summary>
internal sealed class AttentionGeometry
{
    /// <summary>The number of rows of the batch.</summary>
    public required int Batch { get; init; }

    /// <summary>The number of sequences of a row that lie one after the other.</summary>
    public int Outer { get; init; } = 1;

    /// <summary>The number of sequences that lie side by side, position by position.</summary>
    public int Inner { get; init; } = 1;

    public required int QueryLength { get; init; }

    public required int KeyLength { get; init; }

    /// <summary>The number of heads of the queries.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>The number of heads of the keys and values, each of which serves equally many heads of the queries.</summary>
    public int KeyValueHeads { get; init; } = 1;

    /// <summary>The number of features of a head of the queries and keys.</summary>
    public required int KeySize { get; init; }

    /// <summary>The number of features of a head of the values.</summary>
    public required int ValueSize { get; init; }

    /// <summary>The number of sequences of all rows.</summary>
    public int Sequences => Batch * Outer * Inner;

    /// <summary>The number of heads of the queries that share a head of the keys and values.</summary>
    public int HeadsPerGroup => Heads / KeyValueHeads;

    /// <summary>The number of multiplications of all scores.</summary>
    public long Work => (long)Sequences * Heads * QueryLength * KeyLength * KeySize;

    /// <summary>Returns the row of the batch to which a sequence belongs.</summary>
    public int RowOf(int sequence) => sequence / (Outer * Inner);

    /// <summary>Returns the index of a position of a sequence among the positions of all rows.</summary>
    public int Position(int sequence, int length, int step) =>
        (sequence / Inner * length + step) * Inner + sequence % Inner;

    /// <summary>Returns the index of a query of a head among those of all sequences.</summary>
    public int QueryIndex(int sequence, int head, int query) => (sequence * Heads + head) * QueryLength + query;

    /// <summary>Returns positions of one head of a sequence as a matrix in place.</summary>
    /// <param name="tensor">The positions of all rows, each with all its heads.</param>
    /// <param name="length">The number of positions of a sequence.</param>
    /// <param name="heads">The number of heads of a position.</param>
    /// <param name="size">The number of features of a head.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="head">The head.</param>
    /// <param name="first">The first position.</param>
    /// <param name="count">The number of positions.</param>
    private MatrixOperand Part(Tensor tensor, int length, int heads, int size, int sequence, int head, int first, int count)
    {
        int width = heads * size;
        return new MatrixOperand(
            tensor.Buffer, tensor.Offset + Position(sequence, length, first) * width + head * size, count, size, Inner * width);
    }

    /// <summary>Returns a block of queries, or of their gradients.</summary>
    public MatrixOperand Queries(Tensor queries, int sequence, int head, int first, int count) =>
        Part(queries, QueryLength, Heads, KeySize, sequence, head, first, count);

    /// <summary>Returns the keys, or their gradients, that belong to a head of the queries.</summary>
    public MatrixOperand Keys(Tensor keys, int sequence, int head, int first, int count) =>
        Part(keys, KeyLength, KeyValueHeads, KeySize, sequence, head / HeadsPerGroup, first, count);

    /// <summary>Returns the values, or their gradients, that belong to a head of the queries.</summary>
    public MatrixOperand Values(Tensor values, int sequence, int head, int first, int count) =>
        Part(values, KeyLength, KeyValueHeads, ValueSize, sequence, head / HeadsPerGroup, first, count);

    /// <summary>Returns a block of outputs, or of their gradients.</summary>
    public MatrixOperand Outputs(Tensor outputs, int sequence, int head, int first, int count) =>
        Part(outputs, QueryLength, Heads, ValueSize, sequence, head, first, count);
}
