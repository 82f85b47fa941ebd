namespace NeuralNet;

/// <summary>
/// A text as the index of its token in a learned vocabulary (Keras: <c>FeatureSpace.string_categorical</c>, string_lookup.py). With several
/// indices of unknown texts, such a text has the index Fingerprint64 modulo their number. The text <c>[UNK]</c> stands for an unknown one.
/// The texts true and false are one token in letters of any case, and that of the values true and false.
/// </summary>
public sealed class StringCategoricalFeature : LookupFeature<string>
{
    internal StringCategoricalFeature(
        string name, int? maxTokens, int numOovIndices, IndexOutputMode outputMode, string? column, MissingValues missing,
        IReadOnlyList<string>? vocabulary = null)
        : base(name, maxTokens, numOovIndices, outputMode, column, missing, vocabulary)
    {
    }

    private protected override string Takes => "texts";

    private protected override string OovToken => "[UNK]";

    private protected override IComparer<string> Order => Utf8Order.Instance;

    private protected override IEqualityComparer<string> Equality => TokenComparer.Instance;

    internal static StringCategoricalFeature From(Configuration configuration) => new(
        NameIn(configuration), MaxTokensIn(configuration), NumOovIndicesIn(configuration), OutputModeIn(configuration),
        ColumnIn(configuration), MissingIn(configuration), configuration.GetStrings("vocabulary"));

    private protected override string TokenAt(IRows rows, Column column, int row) => column.GetText(row);

    private protected override int OovIndexOf(string token) => (int)(Fingerprint.Of(TokenComparer.Canonical(token)) % (ulong)NumOovIndices);

    private protected override StringCategoricalFeature WithVocabulary(IReadOnlyList<string> vocabulary) =>
        new(Name, MaxTokens, NumOovIndices, OutputMode, Column, Missing, vocabulary);

    private protected override bool TakesValuesOf(Column column) => TextColumn.HasTexts(column);

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        if (Vocabulary is not null)
            configuration.Set("vocabulary", Vocabulary);
    }

    /// <summary>The order of the UTF-8 bytes of texts, which is that of their code points.</summary>
    private sealed class Utf8Order : IComparer<string>
    {
        public static Utf8Order Instance { get; } = new();

        public int Compare(string? x, string? y)
        {
            int common = x.AsSpan().CommonPrefixLength(y);
            if (common == x!.Length || common == y!.Length)
                return x.Length.CompareTo(y!.Length);

            // A surrogate belongs to a code point above all others of 16 bits.
            bool xIsHigh = char.IsSurrogate(x[common]), yIsHigh = char.IsSurrogate(y[common]);
            return xIsHigh == yIsHigh ? x[common].CompareTo(y[common]) : xIsHigh.CompareTo(yIsHigh);
        }
    }
}
