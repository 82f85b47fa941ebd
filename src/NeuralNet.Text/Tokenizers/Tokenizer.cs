using System.Text;

namespace NeuralNet.Text;

/// <summary>
/// Splits texts into the tokens of a pretrained model and returns their ids. The ids are those of Hugging Face's library
/// <c>tokenizers</c>. A tokenizer does not change; several threads may use it at once.
/// <code>
/// Tokenizer tokenizer = Tokenizer.FromJson("tokenizer.json");
/// int[] ids = tokenizer.Encode("hello world");      // [CLS] hello world [SEP]: 101, 7592, 2088, 102
/// string text = tokenizer.Decode(ids);              // hello world
/// </code>
/// </summary>
/// <remarks>Half of a surrogate pair in a text, which is no character, is read as U+FFFD, as .NET writes it in UTF-8.</remarks>
public abstract class Tokenizer
{
    private protected Tokenizer()
    {
    }

    /// <summary>The number of ids: the highest id plus one, as <c>inputDim</c> of an <see cref="Embedding"/> takes it.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The padding that the file tells; null for none.</summary>
    internal abstract Padding? Padding { get; }

    /// <summary>The maximum that the file tells; null for none.</summary>
    internal abstract Truncation? Truncation { get; }

    /// <summary>
    /// Reads a tokenizer.json of Hugging Face: added tokens, normalizer, pre-tokenizer, model, post-processor, decoder, truncation and
    /// padding, of the kinds that BERT, GPT-2, Llama and similar models use.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or a part is of a kind that is not read; the message names the file, the part and the kind.
    /// </exception>
    public static Tokenizer FromJson(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return TokenizerJson.Read(stream, path);
    }

    /// <summary>Reads a tokenizer.json of Hugging Face from a stream, which is not disposed.</summary>
    /// <inheritdoc cref="FromJson(string)"/>
    public static Tokenizer FromJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return TokenizerJson.Read(stream, "tokenizer.json");
    }

    /// <summary>Reads the tokenizer of a text that <see cref="ToJson"/> returned, or of the text of a tokenizer.json.</summary>
    /// <exception cref="InvalidDataException">The text is damaged, or a part is of a kind that is not read.</exception>
    public static Tokenizer Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return TokenizerJson.Parse(json, "tokenizer.json");
    }

    /// <summary>
    /// Reads a vocabulary of WordPiece, as BERT has it: a file vocab.txt with a token on each line, of which the first has the id 0.
    /// White space at the end of a line does not count. The vocabulary has the tokens [UNK], [CLS] and [SEP].
    /// </summary>
    /// <param name="vocabularyPath">The path of the file.</param>
    /// <param name="lowercase">
    /// Whether letters become lowercase and lose their accents, as for BERT's uncased models; true by default.
    /// </param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The file has no tokens, lacks one of [UNK], [CLS] and [SEP], or has bytes that are not UTF-8.
    /// </exception>
    public static Tokenizer FromWordPiece(string vocabularyPath, bool lowercase = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(vocabularyPath);
        using FileStream stream = File.OpenRead(vocabularyPath);
        return VocabularyFiles.ReadWordPiece(stream, lowercase, vocabularyPath);
    }

    /// <summary>Reads a vocabulary of WordPiece from a stream, which is not disposed.</summary>
    /// <inheritdoc cref="FromWordPiece(string, bool)"/>
    public static Tokenizer FromWordPiece(Stream vocabulary, bool lowercase = true)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return VocabularyFiles.ReadWordPiece(vocabulary, lowercase, "vocab.txt");
    }

    /// <summary>
    /// Reads the byte pairs of GPT-2 and similar models: vocab.json with the ids by tokens, and merges.txt with two tokens on each line.
    /// The token <c>&lt;|endoftext|&gt;</c> is special if the vocabulary has it.
    /// </summary>
    /// <param name="vocabularyPath">The path of vocab.json.</param>
    /// <param name="mergesPath">The path of merges.txt.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names the file and the line.</exception>
    public static Tokenizer FromBytePair(string vocabularyPath, string mergesPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(vocabularyPath);
        ArgumentException.ThrowIfNullOrEmpty(mergesPath);
        using FileStream vocabulary = File.OpenRead(vocabularyPath), merges = File.OpenRead(mergesPath);
        return VocabularyFiles.ReadBytePair(vocabulary, merges, vocabularyPath, mergesPath);
    }

    /// <summary>Reads the byte pairs of GPT-2 and similar models from streams, which are not disposed.</summary>
    /// <inheritdoc cref="FromBytePair(string, string)"/>
    public static Tokenizer FromBytePair(Stream vocabulary, Stream merges)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(merges);
        return VocabularyFiles.ReadBytePair(vocabulary, merges, "vocab.json", "merges.txt");
    }

    /// <summary>
    /// Reads a SentencePiece model of the kind BPE or Unigram, such as the tokenizer.model of Llama 2 or the spiece.model of T5.
    /// </summary>
    /// <param name="modelPath">The path of the file.</param>
    /// <param name="addBeginning">Whether the token of the beginning, <c>&lt;s&gt;</c>, is added, as for Llama; true by default.</param>
    /// <param name="addEnd">Whether the token of the end, <c>&lt;/s&gt;</c>, is added, as for T5; false by default.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is no SentencePiece model, or one of another kind.</exception>
    public static Tokenizer FromSentencePiece(string modelPath, bool addBeginning = true, bool addEnd = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        return new SentencePieceTokenizer(File.ReadAllBytes(modelPath), addBeginning, addEnd, modelPath);
    }

    /// <summary>Reads a SentencePiece model from a stream, which is not disposed.</summary>
    /// <inheritdoc cref="FromSentencePiece(string, bool, bool)"/>
    public static Tokenizer FromSentencePiece(Stream model, bool addBeginning = true, bool addEnd = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var content = new MemoryStream();
        model.CopyTo(content);
        return new SentencePieceTokenizer(content.ToArray(), addBeginning, addEnd, "the SentencePiece model");
    }

    /// <summary>
    /// Returns the text of a tokenizer.json, from which <see cref="Parse"/> makes the tokenizer again. Of a SentencePiece model, the text
    /// has a form of this library.
    /// </summary>
    public abstract string ToJson();

    /// <summary>Returns the id of a token; null if the vocabulary lacks it.</summary>
    public abstract int? IdOf(string token);

    /// <summary>Returns the token of an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such id.</exception>
    public string TokenOf(int id) => FindToken(id) ?? throw UnknownId(id);

    /// <summary>Returns the ids of the tokens of a text, shortened and padded as the file of the tokenizer tells.</summary>
    /// <param name="text">The text; an empty one has special tokens only.</param>
    /// <param name="addSpecialTokens">Whether tokens such as [CLS] are added; true by default.</param>
    public int[] Encode(string text, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IdsOf(TokenizeAndPad(text, pair: null, addSpecialTokens, needsRanges: false));
    }

    /// <summary>Returns the ids of the tokens of a pair of texts, such as a question and a passage.</summary>
    /// <param name="text">The first text.</param>
    /// <param name="pair">The second text.</param>
    /// <param name="addSpecialTokens">Whether tokens such as [CLS] and [SEP] are added; true by default.</param>
    public int[] Encode(string text, string pair, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(pair);
        return IdsOf(TokenizeAndPad(text, pair, addSpecialTokens, needsRanges: false));
    }

    /// <summary>Returns the tokens of a text or a pair of texts, with their ranges in the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text; null for none, the default.</param>
    /// <param name="addSpecialTokens">Whether tokens such as [CLS] and [SEP] are added; true by default.</param>
    public IReadOnlyList<Token> Tokenize(string text, string? pair = null, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TokenizeAndPad(text, pair, addSpecialTokens, needsRanges: true);
    }

    /// <summary>Returns the text of ids.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether tokens such as [CLS] are left out; true by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary lacks one of the ids.</exception>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(ids);
        List<int> shown = [];
        foreach (int id in ids)
        {
            if (FindToken(id) is null)
                throw UnknownId(id);
            if (!skipSpecialTokens || !IsSpecial(id))
                shown.Add(id);
        }

        return DecodeCore(shown);
    }

    /// <summary>Returns the tokens of a text or a pair, shortened as told, without padding.</summary>
    internal List<Token> TokenizeTo(Truncation? truncation, string text, string? pair, bool addSpecialTokens) =>
        TokenizeCore(WellFormed(text), pair is null ? null : WellFormed(pair), addSpecialTokens, truncation, needsRanges: false);

    /// <summary>Returns the token of an id; null if the vocabulary has no such id.</summary>
    private protected abstract string? FindToken(int id);

    /// <summary>Returns whether a token is left out of decoded texts.</summary>
    private protected abstract bool IsSpecial(int id);

    /// <summary>Returns the tokens of texts without halves of surrogate pairs.</summary>
    private protected abstract List<Token> TokenizeCore(
        string text, string? pair, bool addSpecialTokens, Truncation? truncation, bool needsRanges);

    /// <summary>Returns the text of ids that the vocabulary has.</summary>
    private protected abstract string DecodeCore(List<int> ids);

    private static int[] IdsOf(List<Token> tokens)
    {
        var ids = new int[tokens.Count];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = tokens[i].Id;
        return ids;
    }

    /// <summary>Replaces each half of a surrogate pair by U+FFFD, which has the same length.</summary>
    private static string WellFormed(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return text;
        var result = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            result.Append(rune);
        return result.ToString();
    }

    private List<Token> TokenizeAndPad(string text, string? pair, bool addSpecialTokens, bool needsRanges)
    {
        List<Token> tokens = TokenizeCore(
            WellFormed(text), pair is null ? null : WellFormed(pair), addSpecialTokens, Truncation, needsRanges);
        return Padding?.Apply(tokens) ?? tokens;
    }

    private ArgumentOutOfRangeException UnknownId(int id) => new(nameof(id), id.ToString(System.Globalization.CultureInfo.InvariantCulture),
        FormattableString.Invariant($"The vocabulary has no id {id}; its ids are from 0 to {VocabularySize - 1}."));
}
