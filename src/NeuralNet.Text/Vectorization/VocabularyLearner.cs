using System.Runtime.InteropServices;

namespace NeuralNet.Text;

/// <summary>Counts the tokens of texts and makes a vocabulary of the most frequent ones.</summary>
/// <param name="reader">The reader of the texts.</param>
internal sealed class VocabularyLearner(TokenReader reader)
{
    private readonly Dictionary<string, TokenCount> counts = new(StringComparer.Ordinal);

    /// <summary>The number of texts.</summary>
    public long Documents { get; private set; }

    /// <summary>Counts the tokens of a text, which is a document.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        Documents++;
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        reader.Read(text);
        foreach (ReadOnlySpan<char> token in reader)
        {
            ref TokenCount count = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, token, out _);
            count.Occurrences++;
            if (count.LastDocument == Documents)
                continue;
            count.LastDocument = Documents;
            count.Documents++;
        }
    }

    /// <summary>
    /// Returns the tokens by descending frequency, equally frequent ones in descending order of their UTF-8 (Keras: index_lookup.py,
    /// <c>finalize_state</c>).
    /// </summary>
    /// <param name="maxSize">The maximum size of the vocabulary, with the indices of padding and unknown tokens; null for no limit.</param>
    /// <param name="outputMode">The output mode.</param>
    /// <exception cref="ArgumentException">The texts have no tokens, so that there is no inverse document frequency.</exception>
    public TokenIndices Complete(int? maxSize, TextOutputMode outputMode)
    {
        bool hasMask = outputMode == TextOutputMode.Int;
        counts.Remove(TokenIndices.MaskToken);
        counts.Remove(TokenIndices.OovToken);
        KeyValuePair<string, TokenCount>[] ordered = [.. counts];
        Array.Sort(ordered, CompareByFrequency);
        int count = Math.Min(ordered.Length, (maxSize ?? TokenIndices.MaxSize) - TokenIndices.SpecialCount(hasMask));
        string[] tokens = Array.ConvertAll(ordered[..count], pair => pair.Key);
        if (outputMode != TextOutputMode.TfIdf)
            return TokenIndices.Learned(tokens, hasMask, idfWeights: null);
        return tokens.Length > 0
            ? TokenIndices.Learned(tokens, hasMask, Array.ConvertAll(ordered[..count], InverseDocumentFrequency))
            : throw new ArgumentException("The texts have no tokens, so that there are no inverse document frequencies. Give texts, or use "
                + "another output mode.");
    }

    private float InverseDocumentFrequency(KeyValuePair<string, TokenCount> token) =>
        (float)Math.Log(1 + Documents / (1.0 + token.Value.Documents));

    private static int CompareByFrequency(KeyValuePair<string, TokenCount> x, KeyValuePair<string, TokenCount> y) =>
        x.Value.Occurrences != y.Value.Occurrences
            ? y.Value.Occurrences.CompareTo(x.Value.Occurrences)
            : CompareUtf8(y.Key, x.Key);

    /// <summary>Compares texts by their bytes in UTF-8, which is by their code points.</summary>
    private static int CompareUtf8(string x, string y)
    {
        int common = x.AsSpan().CommonPrefixLength(y);
        if (common == x.Length || common == y.Length)
            return x.Length.CompareTo(y.Length);

        // A surrogate belongs to a code point above all others of 16 bits.
        bool xIsHigh = char.IsSurrogate(x[common]), yIsHigh = char.IsSurrogate(y[common]);
        return xIsHigh == yIsHigh ? x[common].CompareTo(y[common]) : xIsHigh.CompareTo(yIsHigh);
    }

    private struct TokenCount
    {
        public long Occurrences, Documents, LastDocument;
    }
}
