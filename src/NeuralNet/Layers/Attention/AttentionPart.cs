namespace NeuralNet;

/// <summary>A part of a backward pass.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="FirstHead">The first head of the queries; all share one head of the keys and values.</param>
/// <param name="EndHead">The head after the last one.</param>
/// <param name="Queries">The range of queries.</param>
/// <param name="Keys">The range of keys.</param>
internal readonly record struct AttentionPart(
    int Sequence, int FirstHead, int EndHead, (int Start, int End) Queries, (int Start, int End) Keys)
{
    /// <summary>Gets a value indicating whether the part writes gradients of queries and of the parameters of the scores.</summary>
    public bool HasQueries { get; init; }

    /// <summary>Gets a value indicating whether the part writes gradients of keys and values.</summary>
    public bool HasKeys { get; init; }
}
