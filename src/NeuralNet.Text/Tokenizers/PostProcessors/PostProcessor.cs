namespace NeuralNet.Text;

/// <summary>
/// Adds special tokens to the tokens of a text or a pair of texts, by a template, and leaves out white space at the ends of the tokens'
/// ranges. Hugging Face: tokenizers/src/processors.
/// </summary>
/// <param name="single">The template of a text.</param>
/// <param name="pair">The template of a pair.</param>
internal sealed class PostProcessor(TemplatePart[] single, TemplatePart[] pair)
{
    private const string Known = "BertProcessing, ByteLevel, RobertaProcessing, Sequence, TemplateProcessing";

    private static readonly TemplatePart[] OneText = [TemplatePart.Text(0, null)];
    private static readonly TemplatePart[] TwoTexts = [TemplatePart.Text(0, null), TemplatePart.Text(1, null)];

    /// <summary>The processor that adds nothing.</summary>
    public static PostProcessor None { get; } = new(OneText, TwoTexts);

    /// <summary>The trimming of the tokens' ranges; null for none.</summary>
    private RangeTrimming? Trimming { get; init; }

    private bool AddsTokens => !ReferenceEquals(single, OneText);


    /// <summary>Returns the parts of the result, in their order.</summary>
    public IEnumerable<TemplatePart> Template(bool isPair, bool addsSpecialTokens) =>
        (isPair ? pair : single).Where(part => addsSpecialTokens || part.Sequence is not null);

    /// <summary>Returns the number of tokens that are added to a text or a pair.</summary>
    public int CountAdded(bool isPair, bool addsSpecialTokens) =>
        Template(isPair, addsSpecialTokens).Sum(part => part.Ids.Length);

    /// <summary>Returns the range of a token, without white space at its ends if the settings tell so.</summary>
    /// <param name="range">The range.</param>
    /// <param name="token">The token, or the part of the text in which an added token was found.</param>
    /// <param name="isFirst">Whether the token is the first of its text.</param>
    public TextRange Trim(TextRange range, ReadOnlySpan<char> token, bool isFirst) => Trimming?.Trim(range, token, isFirst) ?? range;

    /// <exception cref="InvalidDataException">The kind is not read, or a setting is wrong.</exception>
    public static PostProcessor Read(JsonSection section) => section.Type switch
    {
        "BertProcessing" => ReadBert(section),
        "ByteLevel" => new PostProcessor(OneText, TwoTexts) { Trimming = RangeTrimming.Read(section) },
        "RobertaProcessing" => ReadRoberta(section),
        "Sequence" => ReadSequence(section),
        "TemplateProcessing" => TemplateReader.Read(section),
        _ => throw section.Unknown("post-processor", Known),
    };

    private static PostProcessor ReadBert(JsonSection section)
    {
        (TemplatePart cls, TemplatePart sep) = (ReadToken(section, "cls"), ReadToken(section, "sep"));
        return new PostProcessor([cls, TemplatePart.Text(0, 0), sep],
            [cls, TemplatePart.Text(0, 0), sep, TemplatePart.Text(1, 1), sep with { TypeId = 1 }]);
    }

    private static PostProcessor ReadRoberta(JsonSection section)
    {
        (TemplatePart cls, TemplatePart sep) = (ReadToken(section, "cls"), ReadToken(section, "sep"));
        return new PostProcessor([cls, TemplatePart.Text(0, 0), sep],
            [cls, TemplatePart.Text(0, 0), sep, sep, TemplatePart.Text(1, 0), sep])
        {
            Trimming = RangeTrimming.Read(section),
        };
    }

    private static TemplatePart ReadToken(JsonSection section, string name)
    {
        JsonSection[] pair = section.Get(name).Items();
        return pair.Length == 2
            ? TemplatePart.Special(pair[1].AsInt32(Vocabulary.MaxSize - 1), pair[0].AsString(), typeId: 0)
            : throw section.Get(name).Wrong("a token and its id");
    }

    private static PostProcessor ReadSequence(JsonSection section)
    {
        PostProcessor[] processors = [.. section.Get("processors").Items().Select(Read)];
        PostProcessor[] adding = Array.FindAll(processors, processor => processor.AddsTokens);
        if (adding.Length > 1)
            throw section.Error("two of the processors add tokens, which is not read.");
        PostProcessor template = adding.Length == 1 ? adding[0] : None;
        return template.With(Array.Find(processors, processor => processor.Trimming is not null)?.Trimming);
    }

    private PostProcessor With(RangeTrimming? trimming) => new(single, pair) { Trimming = trimming };
}
