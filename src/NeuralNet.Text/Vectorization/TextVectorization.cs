using System.Numerics.Tensors;

namespace NeuralNet.Text;

/// <summary>
/// An encoder of texts with Keras's semantics and numbers: a text is standardized, split into tokens, which may be joined to n-grams, and
/// becomes the indices of the tokens in a vocabulary, or their numbers of occurrences. The vocabulary is learned from training texts:
/// the most frequent tokens first, equally frequent ones in descending order. Keras: layers/preprocessing/text_vectorization.py.
/// <code>
/// TextVectorization vectorization = new TextVectorization(maxTokens: 20_000, outputSequenceLength: 200).Adapt(trainingTexts);
/// Model model = new Sequential(vectorization).Embedding(vectorization.VocabularySize, 32, maskZero: true)…
/// </code>
/// A column of a table, or any column of texts of <see cref="IRows"/>, is encoded as well. As in Keras, letters, punctuation and white
/// space are those of ASCII, unless <paramref name="unicode"/> is true. Half of a surrogate pair is read as U+FFFD.
/// </summary>
/// <remarks>
/// The output is (rows, outputSequenceLength) with <see cref="TextOutputMode.Int"/>, or (rows, tokens of the longest text, at least 1)
/// without this length, and otherwise (rows, <see cref="VocabularySize"/>), or (rows, maxTokens) with <paramref name="padToMaxTokens"/>.
/// Sequences without padding are no tensor: <see cref="EncodeRagged(IReadOnlyList{string})"/> returns them. Tensors are dense, so Keras's
/// <c>sparse</c> has no counterpart.
/// </remarks>
/// <param name="maxTokens">
/// The maximum size of the vocabulary, with the indices of padding (of <see cref="TextOutputMode.Int"/>) and unknown tokens; null, the
/// default, for 2²⁴.
/// </param>
/// <param name="standardize">The standardization; lower case without punctuation by default.</param>
/// <param name="split">The division into tokens; by white space by default.</param>
/// <param name="ngrams">
/// The numbers of tokens of the n-grams, in the order of the output: [1, 2] for words and pairs of words, Keras's <c>ngrams=2</c>; null,
/// the default, for the tokens themselves.
/// </param>
/// <param name="outputMode">The values that a text becomes; indices by default.</param>
/// <param name="outputSequenceLength">
/// The number of indices of each text, which is cut or padded by 0; null, the default, for that of the longest text. For
/// <see cref="TextOutputMode.Int"/>.
/// </param>
/// <param name="padToMaxTokens">
/// Whether the output has maxTokens elements, though the vocabulary may have fewer tokens; false by default. For modes other than
/// <see cref="TextOutputMode.Int"/>.
/// </param>
/// <param name="vocabulary">The vocabulary, as for <see cref="SetVocabulary"/>; null, the default, to learn it.</param>
/// <param name="idfWeights">The inverse document frequency of each token of the vocabulary, for <see cref="TextOutputMode.TfIdf"/>.</param>
/// <param name="unicode">
/// Whether standardization and splitting know the letters, the punctuation (general categories P) and the white space of all Unicode.
/// False, the default, is Keras, which knows those of ASCII: <c>"ÄRGER"</c> becomes <c>"Ärger"</c>, whose first letter stays.
/// Lower case is that of the invariant culture, character by character: İ, whose lower case is two characters, stays, and ς and σ are
/// different letters. Letters and accents that are separate characters are not composed.
/// </param>
/// <param name="column">The name of the column of rows, and of the input; "text" by default.</param>
/// <param name="missing">The text that stands for a missing value of a row; null, the default, if a missing value is an error.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// maxTokens is less than 2 or more than 2²⁴, a size of the n-grams or the length is less than 1, or an enumeration is undefined.
/// </exception>
/// <exception cref="ArgumentException">
/// Settings contradict each other, or the vocabulary is larger than allowed, empty, or has a token that is null, empty, malformed or there
/// twice.
/// </exception>
[Configurable]
public sealed partial class TextVectorization(
    int? maxTokens = null, TextStandardization standardize = TextStandardization.LowerAndStripPunctuation,
    TextSplit split = TextSplit.Whitespace, IReadOnlyList<int>? ngrams = null, TextOutputMode outputMode = TextOutputMode.Int,
    int? outputSequenceLength = null, bool padToMaxTokens = false, IReadOnlyList<string>? vocabulary = null,
    IReadOnlyList<float>? idfWeights = null, bool unicode = false, string column = "text", string? missing = null) : InputEncoder
{
    private readonly int? maxTokens = Checked.MaxTokens(maxTokens);
    private readonly TextOutputMode outputMode = Checked.Defined(outputMode);
    private readonly int? outputSequenceLength = Checked.SequenceLength(outputSequenceLength, outputMode);
    private readonly bool padToMaxTokens = Checked.Padding(padToMaxTokens, maxTokens, outputMode);
    private readonly bool unicode = unicode;
    private readonly string column = Checked.NotEmpty(column);
    private readonly int[]? ngrams = Checked.Ngrams(ngrams);
    private readonly TokenSettings tokens =
        new(Checked.Defined(standardize), Checked.Defined(split), Checked.Ngrams(ngrams) ?? [1], unicode);

    private volatile TokenIndices? known = Checked.VocabularyOf(vocabulary, idfWeights, outputMode, maxTokens);

    /// <summary>The standardization.</summary>
    public TextStandardization Standardize => tokens.Standardize;

    /// <summary>The division into tokens.</summary>
    public TextSplit Split => tokens.Split;

    /// <summary>The numbers of tokens of the n-grams; null for the tokens themselves.</summary>
    public IReadOnlyList<int>? Ngrams => ngrams;

    /// <summary>Gets a value indicating whether the vocabulary is known: given, or learned by Adapt.</summary>
    public bool IsAdapted => known is not null;

    /// <summary>
    /// The number of tokens of the vocabulary, with those of padding and unknown tokens: the <c>inputDim</c> of an <see cref="Embedding"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The vocabulary is not known yet.</exception>
    public int VocabularySize => Known.Size;

    /// <summary>
    /// The inverse document frequency of each token of the vocabulary, with that of unknown tokens; null for modes other than
    /// <see cref="TextOutputMode.TfIdf"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The vocabulary is not known yet.</exception>
    public IReadOnlyList<float>? IdfWeights => Known.IdfWeights is { } weights ? Array.AsReadOnly(weights) : null;

    /// <inheritdoc/>
    public override IReadOnlyList<EncodedInput> Inputs => [InputOf(Known)];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [column];

    private IReadOnlyList<string>? Vocabulary => known?.Tokens;

    private TokenIndices Known => known ?? throw new InvalidOperationException(
        $"The TextVectorization of the column '{column}' has no vocabulary yet. Call Adapt(trainingTexts) first, or give a vocabulary.");

    /// <summary>Returns the tokens by their indices.</summary>
    /// <param name="includeSpecialTokens">
    /// Whether the tokens of padding, "" (of <see cref="TextOutputMode.Int"/>), and of unknown tokens, "[UNK]", are returned too; true by
    /// default.
    /// </param>
    /// <exception cref="InvalidOperationException">The vocabulary is not known yet.</exception>
    public IReadOnlyList<string> GetVocabulary(bool includeSpecialTokens = true) => includeSpecialTokens
        ? Array.AsReadOnly(Known.Tokens)
        : Known.Tokens[TokenIndices.SpecialCount(outputMode == TextOutputMode.Int)..];

    /// <summary>Returns the token of an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such index.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary is not known yet.</exception>
    public string TokenOf(int index) => (uint)index < (uint)Known.Size
        ? Known.Tokens[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, FormattableString.Invariant(
            $"The vocabulary has {Known.Size} tokens; the index must be from 0 to {Known.Size - 1}."));

    /// <summary>Returns the standardized tokens of a text, whether the vocabulary has them or not; n-grams are joined by spaces.</summary>
    public IReadOnlyList<string> Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var reader = new TokenReader(tokens);
        reader.Read(text);
        var result = new List<string>();
        foreach (ReadOnlySpan<char> token in reader)
            result.Add(token.ToString());
        return result;
    }

    /// <summary>Learns the vocabulary from training texts, in place of the vocabulary so far. An exception changes nothing.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// There are no texts, one is null, or they have no tokens and the mode is <see cref="TextOutputMode.TfIdf"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">A model has this encoder.</exception>
    public TextVectorization Adapt(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Learn(learner =>
        {
            foreach (string text in texts)
                learner.Add(text ?? throw NullText(learner.Documents));
        });
    }

    /// <summary>
    /// Learns the vocabulary from the column of training rows, in place of the vocabulary so far. An exception changes nothing.
    /// </summary>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// There are no rows, the column is missing or has no texts, a value is missing where that is an error, or the texts have no tokens and
    /// the mode is <see cref="TextOutputMode.TfIdf"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">A model has this encoder.</exception>
    public TextVectorization Adapt(IRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Adapt([rows]);
    }

    /// <summary>
    /// Learns the vocabulary from training rows that are read in parts, in one pass. The result is that of all rows in one table.
    /// </summary>
    /// <returns>This object.</returns>
    /// <inheritdoc cref="Adapt(IRows)"/>
    public TextVectorization Adapt(IEnumerable<IRows> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Learn(learner =>
        {
            foreach (IRows rows in parts)
            {
                ArgumentNullException.ThrowIfNull(rows, nameof(parts));
                var texts = new TextColumn(rows, column, missing);
                for (int row = 0; row < texts.Count; row++)
                    learner.Add(texts[row]);
            }
        });
    }

    /// <summary>Sets the vocabulary (Keras: <c>set_vocabulary</c>).</summary>
    /// <param name="vocabulary">
    /// The tokens, either without special tokens, or with all of them first: "", for padding (of <see cref="TextOutputMode.Int"/>), and
    /// "[UNK]".
    /// </param>
    /// <param name="idfWeights">
    /// The inverse document frequency of each token of <paramref name="vocabulary"/>, for <see cref="TextOutputMode.TfIdf"/>. If the list
    /// has no special tokens, unknown tokens get the mean.
    /// </param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// The vocabulary is larger than allowed, empty, or has a token that is null, empty, malformed or there twice; weights are missing, or
    /// given for another mode or for another number of tokens, or are not finite.
    /// </exception>
    /// <exception cref="InvalidOperationException">A model has this encoder.</exception>
    public TextVectorization SetVocabulary(IReadOnlyList<string> vocabulary, IReadOnlyList<float>? idfWeights = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        RequireNotFrozen();
        known = Checked.VocabularyOf(vocabulary, idfWeights, outputMode, maxTokens);
        return this;
    }

    /// <summary>Encodes texts.</summary>
    /// <returns>A tensor with a row for each text; <see cref="TextVectorization"/> describes its shape.</returns>
    /// <exception cref="ArgumentException">A text is null, or the tensor would have more than 2³¹ − 1 elements.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary is not known yet.</exception>
    public Tensor Encode(params IReadOnlyList<string> texts) => Encode(new TextColumn(texts));

    /// <summary>
    /// Returns the indices of the tokens of each text without padding (Keras: <c>ragged=True</c>). A text has at most outputSequenceLength
    /// indices.
    /// </summary>
    /// <exception cref="ArgumentException">A text is null.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary is not known yet, or the mode is not Int.</exception>
    public IReadOnlyList<int[]> EncodeRagged(params IReadOnlyList<string> texts)
    {
        if (outputMode != TextOutputMode.Int)
            throw new InvalidOperationException($"The output mode is {outputMode}, which has no sequences of indices. Use "
                + $"{nameof(TextOutputMode)}.{nameof(TextOutputMode.Int)}.");
        return SequencesOf(new TextColumn(texts), Known);
    }

    /// <summary>Creates a vectorization with the same settings that has no vocabulary.</summary>
    internal TextVectorization WithoutVocabulary() => new(
        maxTokens, Standardize, Split, ngrams, outputMode, outputSequenceLength, padToMaxTokens, unicode: unicode, column: column,
        missing: missing);

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> EncodeCore(IRows rows) => [Encode(new TextColumn(rows, column, missing))];

    private TextVectorization Learn(Action<VocabularyLearner> addTexts)
    {
        RequireNotFrozen();
        using var reader = new TokenReader(tokens);
        var learner = new VocabularyLearner(reader);
        addTexts(learner);
        if (learner.Documents == 0)
            throw new ArgumentException("There are no texts to learn from.", "texts");
        known = learner.Complete(maxTokens, outputMode);
        return this;
    }

    private EncodedInput InputOf(TokenIndices vocabulary)
    {
        if (outputMode != TextOutputMode.Int)
            return new EncodedInput(column, WidthFor(vocabulary), new TokenFeatures(column, vocabulary.Tokens, WidthFor(vocabulary)));
        return outputSequenceLength is int length
            ? new EncodedInput(column, length, PositionFeatures.Of(column, length))
            : new EncodedInput(column, new Shape((int?)null), [new EncodedFeature(column, Columns)]);
    }

    private int WidthFor(TokenIndices vocabulary) => padToMaxTokens ? maxTokens!.Value : vocabulary.Size;

    private Tensor Encode(TextColumn texts)
    {
        TokenIndices vocabulary = Known;
        if (outputMode == TextOutputMode.Int)
            return outputSequenceLength is int length ? PaddedTo(length, texts, vocabulary) : PaddedToLongest(texts, vocabulary);
        Tensor tensor = NewTensor(texts.Count, WidthFor(vocabulary));
        using var reader = new TokenReader(tokens);
        for (int row = 0; row < texts.Count; row++)
        {
            reader.Read(texts[row]);
            CountTokens(reader, vocabulary, tensor.Row(row));
        }

        return tensor;
    }

    private Tensor PaddedTo(int length, TextColumn texts, TokenIndices vocabulary)
    {
        Tensor tensor = NewTensor(texts.Count, length);
        using var reader = new TokenReader(tokens);
        for (int row = 0; row < texts.Count; row++)
        {
            Span<float> indices = tensor.Row(row);
            reader.Read(texts[row], length);
            int position = 0;
            foreach (ReadOnlySpan<char> token in reader)
            {
                if (position == length)
                    break;
                indices[position++] = vocabulary.IndexOf(token);
            }
        }

        return tensor;
    }

    private Tensor PaddedToLongest(TextColumn texts, TokenIndices vocabulary)
    {
        int[][] sequences = SequencesOf(texts, vocabulary);
        Tensor tensor = NewTensor(texts.Count, sequences.Select(sequence => sequence.Length).Append(1).Max());
        for (int row = 0; row < sequences.Length; row++)
            TensorPrimitives.ConvertChecked<int, float>(sequences[row], tensor.Row(row));
        return tensor;
    }

    private int[][] SequencesOf(TextColumn texts, TokenIndices vocabulary)
    {
        int maxLength = outputSequenceLength ?? int.MaxValue;
        var sequences = new int[texts.Count][];
        var indices = new List<int>();
        using var reader = new TokenReader(tokens);
        for (int row = 0; row < sequences.Length; row++)
        {
            indices.Clear();
            reader.Read(texts[row], maxLength);
            foreach (ReadOnlySpan<char> token in reader)
            {
                if (indices.Count == maxLength)
                    break;
                indices.Add(vocabulary.IndexOf(token));
            }

            sequences[row] = [.. indices];
        }

        return sequences;
    }

    private void CountTokens(TokenReader reader, TokenIndices vocabulary, Span<float> counts)
    {
        foreach (ReadOnlySpan<char> token in reader)
        {
            int index = vocabulary.IndexOf(token);
            if (index >= 0)
                counts[index] = outputMode == TextOutputMode.MultiHot ? 1 : counts[index] + 1;
        }

        if (vocabulary.IdfWeights is { } weights)
            TensorPrimitives.Multiply(counts[..weights.Length], weights, counts);
    }

    private static Tensor NewTensor(int rows, int width) => (long)rows * width <= int.MaxValue
        ? new Tensor([rows, width])
        : throw new ArgumentException(FormattableString.Invariant(
            $"{rows} texts with {width} elements each are more than a tensor holds, 2³¹ − 1. Encode fewer texts at a time, or use ")
            + $"{nameof(TextOutputMode)}.{nameof(TextOutputMode.Int)} with an outputSequenceLength.");

    private static ArgumentException NullText(long index) => new ArgumentNullException(
        "texts", FormattableString.Invariant($"texts[{index}] is null."));
}
