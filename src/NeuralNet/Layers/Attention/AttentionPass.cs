namespace NeuralNet;

/// <summary>The tensors and settings of one attention in one pass, which <see cref="AttentionForward{TScores}"/> computes.</summary>
/// <remarks>
/// Output = softmax(scale·scores(query, key))·value for each head. A query that sees no key has the output 0 and probabilities of 0.
/// </remarks>
internal readonly struct AttentionPass
{
    public required AttentionGeometry Geometry { get; init; }

    public required Tensor Query { get; init; }

    public required Tensor Key { get; init; }

    public required Tensor Value { get; init; }

    public required Tensor Output { get; init; }

    /// <summary>
    /// The logarithm of the sum of the exponentials of each query and head, from which the backward pass computes the probabilities again;
    /// ∞ for a query that sees no key.
    /// </summary>
    public required Tensor LogSumExp { get; init; }

    /// <summary>The probabilities (…, heads, queries, keys), which the forward pass writes if they are asked for; otherwise null.</summary>
    public Tensor? Probabilities { get; init; }

    public required AttentionMask Mask { get; init; }

    /// <summary>The factor of the scores; positive.</summary>
    public float Scale { get; init; }

    /// <summary>The dropout of the probabilities.</summary>
    public AttentionDropout Dropout { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Probabilities"/> are those after dropout.</summary>
    public bool ShowsDropout { get; init; }
}
