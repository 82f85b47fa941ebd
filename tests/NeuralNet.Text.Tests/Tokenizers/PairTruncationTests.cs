using System.Text.Json;

namespace NeuralNet.Text.Tests;

/// <summary>Tests the lengths to which pairs of texts are shortened, with the lengths of Hugging Face's library.</summary>
public class PairTruncationTests
{
    [Fact]
    public void LengthsAreThoseOfHuggingFace()
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", "pair-truncation.json")));
        List<string> differences = [];
        foreach (JsonElement item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            int[] numbers = [.. item.EnumerateArray().Select(number => number.GetInt32())];
            Tokenizer tokenizer = Tokenizer.Parse(Json(numbers[0] > 0, numbers[1]));
            int[] ids = tokenizer.Encode(Repeated("a", numbers[2]), Repeated("b", numbers[3]));
            (int first, int second) = (ids.Count(id => id == 3), ids.Count(id => id == 4));
            if ((first, second) != (numbers[4], numbers[5]))
                differences.Add($"{string.Join(' ', numbers)}: {first} {second}");
        }

        Assert.Empty(differences);
    }

    private static string Repeated(string word, int count) => string.Join(' ', Enumerable.Repeat(word, count));

    private static string Json(bool addsSpecialTokens, int maxLength)
    {
        string processor = addsSpecialTokens ? """{"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]}""" : "null";
        return $$"""
            {"version": "1.0", "padding": null, "added_tokens": [], "normalizer": null, "decoder": null,
             "truncation": {"direction": "Right", "max_length": {{maxLength}}, "strategy": "LongestFirst", "stride": 0},
             "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": {{processor}},
             "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3, "b": 4} } }
            """;
    }
}
