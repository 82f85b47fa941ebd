using System.Text.Json;

namespace NeuralNet.Text.Tests;

/// <summary>
/// Compares tokenizers with Hugging Face's library: each file in Reference has a tokenizer and what the library makes of texts.
/// </summary>
public sealed class TokenizerReferenceTests
{
    public static TheoryData<string> Names =>
    [
        "bert-uncased", "bert-cased-truncated", "gpt2", "roberta", "llama2", "llama2-metaspace", "llama3", "unigram", "clip",
        "whitespace", "whitespace-split", "splits", "sentencepiece-bpe", "sentencepiece-unigram",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void IdsAreThoseOfHuggingFace(string name)
    {
        (Tokenizer tokenizer, JsonElement cases) = Load(name);
        List<string> differences = [];
        foreach (JsonElement item in cases.EnumerateArray())
        {
            (string text, string? pair) = TextsOf(item);
            int[] ids = pair is null ? tokenizer.Encode(text) : tokenizer.Encode(text, pair);
            int[] plain = pair is null
                ? tokenizer.Encode(text, addSpecialTokens: false)
                : tokenizer.Encode(text, pair, addSpecialTokens: false);
            Compare(differences, item, "ids", ids);
            Compare(differences, item, "plain", plain);
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TokensAreThoseOfHuggingFace(string name)
    {
        (Tokenizer tokenizer, JsonElement cases) = Load(name);
        List<string> differences = [];
        foreach (JsonElement item in cases.EnumerateArray())
        {
            (string text, string? pair) = TextsOf(item);
            IReadOnlyList<Token> tokens = tokenizer.Tokenize(text, pair);
            Compare(differences, item, "ids", [.. tokens.Select(token => token.Id)]);
            Compare(differences, item, "types", [.. tokens.Select(token => token.TypeId)]);
            Compare(differences, item, "special", [.. tokens.Select(token => token.IsSpecial ? 1 : 0)]);
            CompareRanges(differences, item, tokens);
            if (item.TryGetProperty("attention", out _))
                Compare(differences, item, "attention", [.. tokens.Select(token => token.IsPadding ? 0 : 1)]);
            else
                Assert.DoesNotContain(tokens, token => token.IsPadding);
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DecodedTextsAreThoseOfHuggingFace(string name)
    {
        (Tokenizer tokenizer, JsonElement cases) = Load(name);
        foreach (JsonElement item in cases.EnumerateArray())
            Assert.Equal(item.GetProperty("decoded").GetString(), tokenizer.Decode(IntegersOf(item, "ids")));
    }

    /// <summary>The JSON of a tokenizer, which a model's file keeps, makes the same tokenizer.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void JsonMakesTheSameTokenizer(string name)
    {
        (Tokenizer tokenizer, JsonElement cases) = Load(name);
        Tokenizer again = Tokenizer.Parse(tokenizer.ToJson());
        Assert.Equal(tokenizer.VocabularySize, again.VocabularySize);
        foreach (JsonElement item in cases.EnumerateArray())
            Assert.Equal(tokenizer.Encode(TextsOf(item).Text), again.Encode(TextsOf(item).Text));
    }

    private static (Tokenizer Tokenizer, JsonElement Cases) Load(string name)
    {
        JsonElement root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", $"{name}.json"))).RootElement;
        return (Tokenizer.Parse(root.GetProperty("tokenizer").GetRawText()), root.GetProperty("cases"));
    }

    private static (string Text, string? Pair) TextsOf(JsonElement item) => (item.GetProperty("text").GetString()!,
        item.TryGetProperty("pair", out JsonElement pair) ? pair.GetString() : null);

    private static int[] IntegersOf(JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    /// <summary>
    /// Compares the ranges of tokens. Of a character and its accents that become one, the library's range has only the character, and
    /// ours has the accents too.
    /// </summary>
    private static void CompareRanges(List<string> differences, JsonElement item, IReadOnlyList<Token> tokens)
    {
        int[] actual = [.. tokens.SelectMany(token => new[] { token.Start, token.End })], expected = IntegersOf(item, "offsets");
        string texts = item.GetProperty("text").GetString()!;
        bool isComposed = texts.EnumerateRunes().Any(rune => rune.Value is 0x301 or 0x323 or 0x11AB or 0xFF9E);
        bool hasAll = actual.Length == expected.Length
            && Enumerable.Range(0, tokens.Count).All(i => actual[2 * i] <= expected[2 * i] && actual[2 * i + 1] >= expected[2 * i + 1]);
        if (!isComposed || !hasAll)
            Compare(differences, item, "offsets", actual);
    }

    private static void Compare(List<string> differences, JsonElement item, string name, int[] actual)
    {
        int[] expected = IntegersOf(item, name);
        if (!expected.SequenceEqual(actual))
            differences.Add($"{name} of {item.GetProperty("text").GetRawText()}:\n  expected {string.Join(' ', expected)}\n  actual   {string.Join(' ', actual)}");
    }
}
