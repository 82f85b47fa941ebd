using System.Buffers;
using System.Text;

namespace NeuralNet.Text;

/// <summary>
/// The tokens that a <see cref="TextVectorization"/> knows and their indices: padding (of <see cref="TextOutputMode.Int"/> only) and
/// unknown tokens come first. A vocabulary does not change. Keras: layers/preprocessing/index_lookup.py.
/// </summary>
internal sealed class TokenIndices
{
    /// <summary>The token of padding, which no text has if it is split.</summary>
    public const string MaskToken = "";

    /// <summary>The token that stands for unknown ones.</summary>
    public const string OovToken = "[UNK]";

    /// <summary>The maximum size of a vocabulary, whose indices float32 tells apart.</summary>
    public const int MaxSize = 1 << 24;

    private readonly Dictionary<string, int> indices;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly bool hasMask;

    private TokenIndices(string[] tokens, bool hasMask, float[]? idfWeights)
    {
        (Tokens, this.hasMask, IdfWeights) = (tokens, hasMask, idfWeights);
        indices = new Dictionary<string, int>(tokens.Length, StringComparer.Ordinal);
        for (int i = SpecialCount(hasMask); i < tokens.Length; i++)
        {
            if (!indices.TryAdd(tokens[i], i))
                throw new ArgumentException(FormattableString.Invariant(
                    $"The vocabulary has the token '{tokens[i]}' twice: {indices[tokens[i]]} and {i} are its indices."), "vocabulary");
        }

        lookup = indices.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The tokens by their indices, with those of padding and unknown tokens.</summary>
    public string[] Tokens { get; }

    /// <summary>The inverse document frequency of each token; null for modes without.</summary>
    public float[]? IdfWeights { get; }

    public int Size => Tokens.Length;

    /// <summary>The number of indices of padding and unknown tokens.</summary>
    public static int SpecialCount(bool hasMask) => hasMask ? 2 : 1;

    /// <summary>Creates a vocabulary that was learned from texts.</summary>
    /// <param name="tokens">The tokens without those of padding and unknown tokens.</param>
    /// <param name="hasMask">Whether the first index is that of padding.</param>
    /// <param name="idfWeights">The inverse document frequencies of the tokens; null for modes without.</param>
    public static TokenIndices Learned(IReadOnlyList<string> tokens, bool hasMask, float[]? idfWeights) =>
        new(WithSpecial(tokens, hasMask), hasMask, idfWeights is null ? null : WithUnknown(idfWeights));

    /// <summary>Creates a vocabulary that a program or a file gives.</summary>
    /// <param name="tokens">The tokens, with those of padding and unknown tokens at the start or without them.</param>
    /// <param name="hasMask">Whether the first index is that of padding.</param>
    /// <param name="idfWeights">The inverse document frequency of each token of the list; null for modes without.</param>
    /// <exception cref="ArgumentException">
    /// The list is empty, a token is null, empty, malformed or there twice, or the weights are not finite or of another number.
    /// </exception>
    public static TokenIndices Given(IReadOnlyList<string> tokens, bool hasMask, IReadOnlyList<float>? idfWeights)
    {
        if (tokens.Count == 0)
            throw new ArgumentException("The vocabulary is empty. Give at least one token, or learn it by Adapt.", "vocabulary");
        int special = SpecialCount(hasMask);
        bool hasSpecial = WithSpecial([], hasMask).SequenceEqual(tokens.Take(special));
        for (int i = hasSpecial ? special : 0; i < tokens.Count; i++)
            RequireToken(tokens[i], i, hasMask);
        RequireWeights(tokens.Count, idfWeights);
        return new TokenIndices(
            hasSpecial ? [.. tokens] : WithSpecial(tokens, hasMask), hasMask,
            idfWeights is null ? null : hasSpecial ? [.. idfWeights] : WithUnknown([.. idfWeights]));
    }

    /// <summary>Returns the index of a token; −1 for one that the output leaves out.</summary>
    public int IndexOf(ReadOnlySpan<char> token)
    {
        if (lookup.TryGetValue(token, out int index))
            return index;
        if (token.IsEmpty)
            return hasMask ? 0 : -1;
        return hasMask ? 1 : 0;
    }

    private static string[] WithSpecial(IReadOnlyList<string> tokens, bool hasMask) =>
        hasMask ? [MaskToken, OovToken, .. tokens] : [OovToken, .. tokens];

    /// <summary>Returns the weights behind their mean, that of unknown tokens: their own is not known.</summary>
    private static float[] WithUnknown(float[] weights) => [weights.Average(), .. weights];

    private static void RequireToken(string? token, int index, bool hasMask)
    {
        if (token is null)
            throw new ArgumentNullException("vocabulary", FormattableString.Invariant($"The token {index} of the vocabulary is null."));
        if (token.Length == 0)
            throw new ArgumentException(FormattableString.Invariant($"The token {index} of the vocabulary is empty, which stands for ")
                + $"padding. Leave out the special tokens, or put just these first: {string.Join(", ", SpecialNames(hasMask))}.",
                "vocabulary");
        RequireWellFormed(token, index);
    }

    private static void RequireWellFormed(string token, int index)
    {
        for (int i = 0; i < token.Length;)
        {
            if (Rune.DecodeFromUtf16(token.AsSpan(i), out _, out int consumed) != OperationStatus.Done)
                throw new ArgumentException(FormattableString.Invariant(
                    $"The token {index} of the vocabulary has half of a surrogate pair, U+{(int)token[i]:X4}, which no text has: it is ")
                    + "read as U+FFFD.", "vocabulary");
            i += consumed;
        }
    }

    private static IEnumerable<string> SpecialNames(bool hasMask) => WithSpecial([], hasMask).Select(token => $"'{token}'");

    private static void RequireWeights(int tokenCount, IReadOnlyList<float>? weights)
    {
        if (weights is null)
            return;
        if (weights.Count != tokenCount)
            throw new ArgumentException(FormattableString.Invariant(
                $"There are {weights.Count} weights (idfWeights) for {tokenCount} tokens; give one for each token."), "idfWeights");
        for (int i = 0; i < weights.Count; i++)
        {
            if (!float.IsFinite(weights[i]))
                throw new ArgumentException(FormattableString.Invariant(
                    $"The weight {i} (idfWeights) is {weights[i]}; weights are finite numbers."), "idfWeights");
        }
    }
}
