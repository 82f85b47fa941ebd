namespace NeuralNet.Text;

/// <summary>Adds padding to tokens. Hugging Face: utils/padding.rs.</summary>
/// <param name="Length">The number of tokens; null for the longest of a batch.</param>
/// <param name="MultipleOf">The number of which the number of tokens is a multiple.</param>
/// <param name="IsLeft">Whether the padding stands before the tokens.</param>
/// <param name="Id">The id of the padding.</param>
/// <param name="TypeId">The type of the padding.</param>
/// <param name="Text">The token of the padding.</param>
internal sealed record Padding(int? Length, int MultipleOf, bool IsLeft, int Id, int TypeId, string Text)
{
    /// <summary>The maximum number of tokens to which a file may pad.</summary>
    private const int MaxLength = 1 << 20;

    public static Padding Read(JsonSection section) => new(
        ReadLength(section.Get("strategy")), Math.Max(1, section.Int32("pad_to_multiple_of", 1, MaxLength)),
        section.OptionalString("direction") switch
        {
            null or "Right" => false,
            "Left" => true,
            _ => throw section.Get("direction").Wrong("Left or Right"),
        },
        section.Int32("pad_id", 0, Vocabulary.MaxSize - 1), section.Int32("pad_type_id", 0),
        section.OptionalString("pad_token") ?? "[PAD]");

    public List<Token> Apply(List<Token> tokens)
    {
        int length = ((Length ?? tokens.Count) + MultipleOf - 1) / MultipleOf * MultipleOf;
        if (tokens.Count >= length)
            return tokens;
        var padding = new Token[length - tokens.Count];
        Array.Fill(padding, new Token(Id, Text, 0, 0, TypeId, IsSpecial: true, IsPadding: true));
        tokens.InsertRange(IsLeft ? 0 : tokens.Count, padding);
        return tokens;
    }

    /// <summary>Reads <c>"BatchLongest"</c> or <c>{"Fixed": 128}</c>.</summary>
    private static int? ReadLength(JsonSection strategy)
    {
        if (strategy.Element.ValueKind == System.Text.Json.JsonValueKind.Object)
            return strategy.Int32("Fixed", max: MaxLength);
        return strategy.AsString() == "BatchLongest" ? null : throw strategy.Wrong("BatchLongest or {\"Fixed\": …}");
    }
}
