using System.Text;
using System.Text.Json;

namespace NeuralNet.Text.Tests;

/// <summary>Tests byte pairs: long words, and GPT-2's own vocabulary.</summary>
public sealed class BytePairTests
{
    /// <summary>A word of up to 256 characters is merged by the package, a longer one by this library.</summary>
    [Theory]
    [InlineData("gpt2")]
    [InlineData("clip")]
    public void LongWordsAreMergedAsShortOnes(string name)
    {
        BytePairModel model = ModelOf(name);
        var random = new RandomStream(1);
        string[] tokens = [.. model.Vocabulary.Ids.Keys.Where(token => !token.Contains("</w>", StringComparison.Ordinal) && token.Length < 9).Order(StringComparer.Ordinal), "語", "語", "🙂"];
        for (int trial = 0; trial < 500; trial++)
        {
            var word = new StringBuilder();
            string repeated = tokens[random.NextInt32(tokens.Length)];
            while (word.Length < 30)
                word.Append(random.NextInt32(3) == 0 ? repeated : tokens[random.NextInt32(tokens.Length)]);
            List<Piece> byPackage = [], own = [];
            model.Encode(word.ToString(), byPackage);
            model.Merge(word.ToString(), own);
            Assert.Equal(byPackage, own);
        }
    }

    /// <summary>The time of a word of equal characters must not grow with the square of its length.</summary>
    [Fact]
    public void AWordOfAMillionEqualCharactersIsMerged()
    {
        Tokenizer tokenizer = Load("gpt2");
        int[] ids = tokenizer.Encode(new string('n', 1_000_000));
        Assert.Equal(1_000_000, tokenizer.Decode(ids).Length);
    }

    private static BytePairModel ModelOf(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return BytePairModel.From(new JsonSection(document.RootElement.GetProperty("tokenizer").GetProperty("model"), "model", name));
    }

    private static Tokenizer Load(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return Tokenizer.Parse(document.RootElement.GetProperty("tokenizer").GetRawText());
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Reference", $"{name}.json");
}
