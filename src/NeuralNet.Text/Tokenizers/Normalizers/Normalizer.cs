namespace NeuralNet.Text;

/// <summary>A change of a text before it is split into words. Hugging Face: tokenizers/src/normalizers.</summary>
internal abstract class Normalizer
{
    private const string Known = "BertNormalizer, Lowercase, NFC, NFD, NFKC, NFKD, Prepend, Replace, Sequence, Strip, StripAccents";

    public abstract AlignedText Apply(AlignedText text);

    /// <summary>Reads the kinds that BERT, GPT-2 and Llama use.</summary>
    /// <exception cref="InvalidDataException">The kind is another one, or a setting is wrong.</exception>
    public static Normalizer Read(JsonSection section) => section.Type switch
    {
        "BertNormalizer" => BertNormalizer.From(section),
        "Lowercase" => new LowercaseNormalizer(),
        "NFC" => new UnicodeNormalizer(System.Text.NormalizationForm.FormC),
        "NFD" => new UnicodeNormalizer(System.Text.NormalizationForm.FormD),
        "NFKC" => new UnicodeNormalizer(System.Text.NormalizationForm.FormKC),
        "NFKD" => new UnicodeNormalizer(System.Text.NormalizationForm.FormKD),
        "Prepend" => new PrependNormalizer(section.String("prepend")),
        "Replace" => new ReplaceNormalizer(TextPattern.Read(section.Get("pattern")), section.String("content")),
        "Sequence" => new NormalizerSequence([.. section.Get("normalizers").Items().Select(Read)]),
        "Strip" => new StripNormalizer(section.Boolean("strip_left", true), section.Boolean("strip_right", true)),
        "StripAccents" => new AccentStripper(onlyNonSpacing: false),
        _ => throw section.Unknown("normalizer", Known),
    };
}
