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

    /// <summary>Gets a value indicating whether ranges leave out white space.</summary>
    public bool TrimsRanges { get; private init; }

    private bool AddsTokens => !ReferenceEquals(single, OneText);


    /// <summary>Returns the parts of the result, in their order.</summary>
    public IEnumerable<TemplatePart> Template(bool isPair, bool addsSpecialTokens) =>
        (isPair ? pair : single).Where(part => addsSpecialTokens || part.Sequence is not null);

    /// <summary>Returns the number of tokens that are added to a text or a pair.</summary>
    public int CountAdded(bool isPair, bool addsSpecialTokens) =>
        Template(isPair, addsSpecialTokens).Sum(part => part.Ids.Length);

    /// <exception cref="InvalidDataException">The kind is not read, or a setting is wrong.</exception>
    public static PostProcessor Read(JsonSection section) => section.Type switch
    {
        "BertProcessing" => ReadBert(section),
        "ByteLevel" => new PostProcessor(OneText, TwoTexts) { TrimsRanges = section.Boolean("trim_offsets", true) },
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
            TrimsRanges = section.Boolean("trim_offsets", true),
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
        bool trimsRanges = Array.Exists(processors, processor => processor.TrimsRanges);
        PostProcessor template = adding.Length == 1 ? adding[0] : None;
        return template.With(trimsRanges);
    }

    private PostProcessor With(bool trimsRanges) => new(single, pair) { TrimsRanges = trimsRanges };
}
