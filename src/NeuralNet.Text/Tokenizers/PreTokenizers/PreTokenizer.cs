namespace NeuralNet.Text;

/// <summary>Splits a text into words. Hugging Face: tokenizers/src/pre_tokenizers.</summary>
internal abstract class PreTokenizer
{
    private const string Known =
        "BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, Metaspace, Punctuation, Sequence, Split, Whitespace, WhitespaceSplit";

    /// <summary>Splits the words of a text further.</summary>
    public abstract SplitText Apply(SplitText text);

    /// <summary>Reads the kinds that BERT, GPT-2 and Llama use.</summary>
    /// <exception cref="InvalidDataException">The kind is another one, or a setting is wrong.</exception>
    public static PreTokenizer Read(JsonSection section) => section.Type switch
    {
        "BertPreTokenizer" => new BertPreTokenizer(),
        "ByteLevel" => new ByteLevelPreTokenizer(section.Boolean("add_prefix_space", true), section.Boolean("use_regex", true)),
        "CharDelimiterSplit" => CharacterSplit.OfDelimiter(section.AsCharacter("delimiter")),
        "Digits" => CharacterSplit.OfDigits(section.Boolean("individual_digits", false)),
        "Metaspace" => MetaspacePreTokenizer.From(section),
        "Punctuation" => CharacterSplit.OfPunctuation(SplitBehaviors.Read(section, SplitBehavior.Isolated)),
        "Sequence" => new PreTokenizerSequence([.. section.Get("pretokenizers").Items().Select(Read)]),
        "Split" => new PatternSplit(TextPattern.Read(section.Get("pattern")), SplitBehaviors.Read(section),
            section.Boolean("invert", false)),
        "Whitespace" => new WhitespacePreTokenizer(),
        "WhitespaceSplit" => CharacterSplit.OfWhitespace(),
        _ => throw section.Unknown("pre-tokenizer", Known),
    };
}
