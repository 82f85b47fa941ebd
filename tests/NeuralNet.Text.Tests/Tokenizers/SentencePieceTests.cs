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

    /// <summary>A file of which a part is missing is refused, or has a vocabulary that encodes texts.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TruncatedFilesAreReadOrRefused(int modelType)
    {
        byte[] model = SentencePieceFile.Write([("<unk>", 0), ("<s>", 0), ("</s>", 0), ("▁", -1), ("a", -2), ("▁a", -3)], modelType);
        for (int length = 0; length < model.Length; length++)
        {
            try
            {
                Tokenizer tokenizer = Tokenizer.FromSentencePiece(new MemoryStream(model[..length]));
                tokenizer.Decode(tokenizer.Encode("a b"));
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith("the SentencePiece model: ", exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("Object reference", exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal("the SentencePiece model: the file is empty.", Assert.Throws<InvalidDataException>(
            () => Tokenizer.FromSentencePiece(new MemoryStream())).Message);
    }

    [Fact]
    public void RangesAndDecodedTextsAreThoseOfTheText()
    {
        Tokenizer tokenizer = Tokenizer.FromSentencePiece(new MemoryStream(
            SentencePieceFile.Write([("<unk>", 0), ("<s>", 0), ("</s>", 0), ("▁", -1), ("a", -2), ("▁a", -3)], 1)), addEnd: true);
        Assert.Equal([1, 5, 4, 5, 0, 2], tokenizer.Encode("aa axy"));
        Assert.Equal([(0, 0), (0, 1), (1, 2), (2, 4), (4, 6), (0, 0)], tokenizer.Tokenize("aa axy").Select(token => (token.Start, token.End)));
        Assert.Equal([1, 5, 2, 1, 5, 4, 2], tokenizer.Encode("a", "aa"));
        Assert.Equal("aa a", tokenizer.Decode([1, 5, 4, 5, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([6]));
        Assert.Equal(6, tokenizer.VocabularySize);
        Assert.Equal("▁a", tokenizer.TokenOf(5));
    }

    private static (string Piece, float Score)[] PiecesOf(JsonElement model)
    {
        JsonElement vocabulary = model.GetProperty("vocab");
        return vocabulary.ValueKind == JsonValueKind.Array
            ? [.. vocabulary.EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetSingle()))]
            : [.. vocabulary.EnumerateObject().OrderBy(token => token.Value.GetInt32()).Select((token, id) => (token.Name, 258f - id))];
    }
}
