using System.Globalization;

namespace NeuralNet;

/// <summary>
/// A value as the index of its token in a vocabulary that is learned from training rows: the tokens by descending frequency, equally
/// frequent ones in descending order (texts by UTF-8). The indices before the vocabulary are those of unknown values, those
/// out of the vocabulary (OOV). Keras: layers/preprocessing/index_lookup.py.
/// </summary>
/// <typeparam name="TToken">The type of a token, string or long.</typeparam>
public abstract class LookupFeature<TToken> : CategoricalFeature
    where TToken : notnull
{
    private readonly Dictionary<TToken, int>? indices;

    private protected LookupFeature(
        string name, int? maxTokens, int numOovIndices, IndexOutputMode outputMode, string? column, MissingValues missing,
        IReadOnlyList<TToken>? vocabulary)
        : base(name, column, missing, AllowedMissing, outputMode)
    {
        NumOovIndices = Require.Between(0, TokenNumbers.MaxTokens, numOovIndices);
        MaxTokens = maxTokens is int max ? Require.AtLeast(Math.Max(2, numOovIndices + 1), max, nameof(maxTokens)) : null;
        if (vocabulary is null)
            return;
        Vocabulary = vocabulary;
        indices = IndicesOf(vocabulary);
        if (vocabulary.Count + numOovIndices > (maxTokens ?? TokenNumbers.MaxTokens))
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The vocabulary of the feature '{name}' has {vocabulary.Count} tokens besides {numOovIndices} indices of unknown ones, "
                + $"and the maximum is {maxTokens ?? TokenNumbers.MaxTokens} together. State maxTokens, or hash the values."));
    }

    /// <summary>The maximum number of indices of the vocabulary and of unknown values together; null for no limit.</summary>
    public int? MaxTokens { get; }

    /// <summary>The number of indices of unknown values, which come first; 0 if an unknown value is an error.</summary>
    public int NumOovIndices { get; }

    /// <summary>The tokens, of the indices from <see cref="NumOovIndices"/> on; null if they are not learned yet.</summary>
    public IReadOnlyList<TToken>? Vocabulary { get; }

    internal override bool IsAdapted => Vocabulary is not null;

    private protected override int PresentCount => NumOovIndices + Learned(Vocabulary).Count;

    private protected override int? FillIndex => Vocabulary is null ? null : NumOovIndices;

    /// <summary>The token that stands for unknown values, as in Keras, and is no part of a vocabulary.</summary>
    private protected abstract TToken OovToken { get; }

    /// <summary>The order of equally frequent tokens, the last first.</summary>
    private protected abstract IComparer<TToken> Order { get; }

    /// <summary>The equality of tokens.</summary>
    private protected abstract IEqualityComparer<TToken> Equality { get; }

    internal override bool Learns => true;

    internal override FeatureLearner CreateLearner()
    {
        var counts = new TokenCounts<TToken>(Equality);
        return new FeatureLearner<TToken>(this, TokenAt, counts.Add, () => WithLearned(counts));
    }

    internal override int IndexAt(IRows rows, Column column, int row)
    {
        TToken token = TokenAt(rows, column, row);
        if (Learned(indices).TryGetValue(token, out int index))
            return index;
        return NumOovIndices switch
        {
            0 => throw WrongValue(rows, column, row, FormattableString.Invariant($"knows {PresentCount} values of the training rows, and ")
                + "it is none of them. State numOovIndices: 1 for a category of all unknown values."),
            1 => 0,
            _ => OovIndexOf(token),
        };
    }

    /// <summary>Returns the token of a row that has a value.</summary>
    private protected abstract TToken TokenAt(IRows rows, Column column, int row);

    /// <summary>Returns the index of an unknown token if there are several.</summary>
    private protected abstract int OovIndexOf(TToken token);

    private protected abstract LookupFeature<TToken> WithVocabulary(IReadOnlyList<TToken> vocabulary);

    private protected override string NameOf(int index)
    {
        if (index >= NumOovIndices)
            return FormattableString.Invariant($"{Name} = {Learned(Vocabulary)[index - NumOovIndices]}");
        return NumOovIndices == 1 ? $"{Name} unknown" : FormattableString.Invariant($"{Name} unknown #{index}");
    }

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        if (MaxTokens is int max)
            configuration.Set("max_tokens", max);
        configuration.Set("num_oov_indices", NumOovIndices);
    }

    private protected static int? MaxTokensIn(Configuration configuration) =>
        configuration.Contains("max_tokens") ? configuration.GetInt32("max_tokens") : null;

    private protected static int NumOovIndicesIn(Configuration configuration) => configuration.GetInt32("num_oov_indices", 1);

    private LookupFeature<TToken> WithLearned(TokenCounts<TToken> counts)
    {
        if (NumOovIndices > 0)
            counts.Remove(OovToken);
        TToken[] tokens = counts.ByFrequency(Order);
        return WithVocabulary(MaxTokens is int max && tokens.Length > max - NumOovIndices ? tokens[..(max - NumOovIndices)] : tokens);
    }

    private Dictionary<TToken, int> IndicesOf(IReadOnlyList<TToken> vocabulary)
    {
        if (vocabulary.Count == 0 && (NumOovIndices == 0 || Missing == MissingValues.MostFrequent))
            throw new ArgumentException($"The vocabulary of the feature '{Name}' is empty.", nameof(vocabulary));
        var result = new Dictionary<TToken, int>(vocabulary.Count, Equality);
        for (int i = 0; i < vocabulary.Count; i++)
        {
            if (!result.TryAdd(vocabulary[i], NumOovIndices + i))
                throw new ArgumentException(
                    $"The vocabulary of the feature '{Name}' has the token '{vocabulary[i]}' twice.", nameof(vocabulary));
        }

        return result;
    }
}
