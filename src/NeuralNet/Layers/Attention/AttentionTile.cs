using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// The memory of a thread for one block of queries and keys: its length does not depend on the lengths of the sequences. Each thread keeps
/// one, so that passes allocate nothing.
/// </summary>
internal sealed class AttentionTile
{
    [ThreadStatic]
    private static AttentionTile? ofThread;

    private const int Length = AttentionBlocks.Queries * AttentionBlocks.Keys;

    private readonly float[] scores = new float[Length], gradients = new float[Length], factors = new float[Length];
    private readonly float[] maxima = new float[AttentionBlocks.Queries], sums = new float[AttentionBlocks.Queries];
    private readonly float[] keyBias = new float[AttentionBlocks.Keys];
    private float[] features = [];
    private bool[] written = [];

    /// <summary>The tile of the calling thread.</summary>
    public static AttentionTile OfThread => ofThread ??= new AttentionTile();

    /// <summary>The maximum of the scores of each query.</summary>
    public Span<float> Maxima => maxima;

    /// <summary>The sum of the exponentials of each query; in the backward pass Σ p·dp.</summary>
    public Span<float> Sums => sums;

    /// <summary>The number that is added to the scores of each key: 0, or −∞ for padding.</summary>
    public Span<float> KeyBias => keyBias;

    /// <summary>Returns the scores, later the probabilities, as a matrix.</summary>
    public MatrixOperand Scores(int queries, int keys) => new(scores, 0, queries, keys, keys);

    /// <summary>Returns the gradient of the probabilities, later that of the scores, as a matrix.</summary>
    public MatrixOperand Gradients(int queries, int keys) => new(gradients, 0, queries, keys, keys);

    /// <summary>The factors of dropout.</summary>
    public float[] Factors => factors;

    /// <summary>Returns a false value for each block of keys.</summary>
    public Span<bool> Written(int blocks)
    {
        if (written.Length < blocks)
            written = new bool[blocks];
        Span<bool> cleared = written.AsSpan(0, blocks);
        cleared.Clear();
        return cleared;
    }

    /// <summary>Returns memory for one vector of features.</summary>
    public Span<float> Features(int count)
    {
        if (features.Length < count)
            features = new float[count];
        return features.AsSpan(0, count);
    }
}
