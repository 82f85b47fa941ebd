using System.Text;
using System.Text.Json;

namespace NeuralNet.Text.Tests;

/// <summary>
/// Tests SentencePiece models, whose ids are those of the tokenizer.json that Hugging Face makes of the same model: the references have its
/// results.
/// </summary>
public sealed class SentencePieceTests
{
    /// <summary>
    /// The texts with &lt;s&gt; in them are different: only a tokenizer.json has added tokens. So is one with three spaces: of pairs with
    /// the same score, Microsoft.ML.Tokenizers does not always merge the leftmost.
    /// </summary>
    [Theory]
    [InlineData("sentencepiece-bpe", 2)]
    [InlineData("sentencepiece-unigram", 1)]
    public void IdsAreThoseOfHuggingFace(string name, int modelType)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", $"{name}.json")));
        byte[] model = SentencePieceFile.Write(PiecesOf(document.RootElement.GetProperty("tokenizer").GetProperty("model")), modelType);
        Tokenizer tokenizer = Tokenizer.FromSentencePiece(new MemoryStream(model));
        Tokenizer again = Tokenizer.Parse(tokenizer.ToJson());
        List<string> differences = [];
        foreach (JsonElement item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            string text = item.GetProperty("text").GetString()!;
            if (item.TryGetProperty("pair", out _) || text.Contains("s>", StringComparison.Ordinal) || text.StartsWith("a  b   c", StringComparison.Ordinal))
                continue;
            int[] expected = [.. item.GetProperty("plain").EnumerateArray().Select(id => id.GetInt32())];
            int[] actual = tokenizer.Encode(text, addSpecialTokens: false);
            if (!expected.SequenceEqual(actual))
                differences.Add($"{item.GetProperty("text").GetRawText()}\n  expected {string.Join(' ', expected)}\n  actual   {string.Join(' ', actual)}");
            Assert.Equal([tokenizer.IdOf("<s>")!.Value, .. actual], again.Encode(text));
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    private static (string Piece, float Score)[] PiecesOf(JsonElement model)
    {
        JsonElement vocabulary = model.GetProperty("vocab");
        return vocabulary.ValueKind == JsonValueKind.Array
            ? [.. vocabulary.EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetSingle()))]
            : [.. vocabulary.EnumerateObject().OrderBy(token => token.Value.GetInt32()).Select((token, id) => (token.Name, 258f - id))];
    }
}
