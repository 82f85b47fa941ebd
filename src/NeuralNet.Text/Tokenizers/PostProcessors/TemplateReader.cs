namespace NeuralNet.Text;

/// <summary>Reads <c>TemplateProcessing</c>. Hugging Face: processors/template.rs.</summary>
internal static class TemplateReader
{
    public static PostProcessor Read(JsonSection section)
    {
        JsonSection? specialTokens = section.Find("special_tokens");
        return new PostProcessor(ReadParts(section.Get("single"), specialTokens, count: 1),
            ReadParts(section.Get("pair"), specialTokens, count: 2));
    }

    private static TemplatePart[] ReadParts(JsonSection section, JsonSection? specialTokens, int count)
    {
        TemplatePart[] parts = Array.ConvertAll(section.Items(), part => ReadPart(part, specialTokens));
        int[] texts = [.. parts.Where(part => part.Sequence is not null).Select(part => part.Sequence!.Value).Order()];
        return texts.SequenceEqual(Enumerable.Range(0, count))
            ? parts
            : throw section.Error(count == 1 ? "the text A must occur once." : "the texts A and B must occur once each.");
    }

    private static TemplatePart ReadPart(JsonSection part, JsonSection? specialTokens)
    {
        if (part.Find("Sequence") is { } text)
        {
            int sequence = text.String("id") switch
            {
                "A" => 0,
                "B" => 1,
                _ => throw text.Get("id").Wrong("A or B"),
            };
            return TemplatePart.Text(sequence, text.Int32("type_id", 0));
        }

        JsonSection special = part.Find("SpecialToken") ?? throw part.Wrong("'Sequence' or 'SpecialToken'");
        string name = special.String("id");
        JsonSection token = specialTokens?.Find(name)
            ?? throw special.Error($"the token '{JsonSection.Shorten(name)}' is none of the special_tokens.");
        int[] ids = Array.ConvertAll(token.Get("ids").Items(), id => id.AsInt32(Vocabulary.MaxSize - 1));
        string[] tokens = Array.ConvertAll(token.Get("tokens").Items(), item => item.AsString());
        return ids.Length == tokens.Length
            ? new TemplatePart(null, special.Int32("type_id", 0), ids, tokens)
            : throw token.Error("it has another number of ids than of tokens.");
    }
}
