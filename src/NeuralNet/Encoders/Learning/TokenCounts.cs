using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>The number of occurrences of each token; of equal tokens, the first stands for all.</summary>
/// <param name="equality">The equality of tokens.</param>
internal sealed class TokenCounts<TToken>(IEqualityComparer<TToken> equality)
    where TToken : notnull
{
    private readonly Dictionary<TToken, long> counts = new(equality);

    public void Add(TToken token) => CollectionsMarshal.GetValueRefOrAddDefault(counts, token, out _)++;

    public void Remove(TToken token) => counts.Remove(token);

    /// <summary>
    /// Returns the tokens by descending frequency, equally frequent ones in descending order (Keras: index_lookup.py,
    /// <c>finalize_state</c>).
    /// </summary>
    public TToken[] ByFrequency(IComparer<TToken> order)
    {
        (TToken Token, long Count)[] tokens = [.. counts.Select(pair => (pair.Key, pair.Value))];
        Array.Sort(tokens, (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : order.Compare(b.Token, a.Token));
        return Array.ConvertAll(tokens, token => token.Token);
    }
}
