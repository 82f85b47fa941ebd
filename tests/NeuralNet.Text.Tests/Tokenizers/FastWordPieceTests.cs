using System.Text;
using System.Text.Json;

namespace NeuralNet.Text.Tests;

/// <summary>Tests that the fast way to BERT's ids gives those of the slow one, which is compared with Hugging Face's library.</summary>
public sealed class FastWordPieceTests
{
    [Fact]
    public void IdsAreThoseOfTheModel()
    {
        Tokenizer tokenizer = Bert();
        var random = new RandomStream(1);
        string[] words = ["the", "unbelievable", "Hello", "[SEP]", "[CLS", "##ing", "don't", "2024", new string('a', 100), new string('b', 101), "\u001c", "\u000b", "\u000c", "\u007f", "\0", "\t", "\r\n", "é", "e\u0301", "語", "\u0301\n"];
        for (int trial = 0; trial < 3000; trial++)
        {
            var text = new StringBuilder();
            for (int i = random.NextInt32(12); i >= 0; i--)
                text.Append(random.NextInt32(2) == 0 ? words[random.NextInt32(words.Length)] : ((char)random.NextInt32(128)).ToString());
            int[] expected = [.. tokenizer.Tokenize(text.ToString()).Select(token => token.Id)];
            Assert.True(expected.SequenceEqual(tokenizer.Encode(text.ToString())), Convert.ToHexString(Encoding.UTF8.GetBytes(text.ToString())) + " " + string.Join(" ", expected) + " : " + string.Join(" ", tokenizer.Encode(text.ToString())));
        }
    }

    internal static Tokenizer Bert()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", "bert-uncased.json")));
        return Tokenizer.Parse(document.RootElement.GetProperty("tokenizer").GetRawText());
    }
}
