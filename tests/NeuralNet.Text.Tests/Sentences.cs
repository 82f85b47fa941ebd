namespace NeuralNet.Text.Tests;

/// <summary>Made sentences whose class one word decides.</summary>
internal static class Sentences
{
    private static readonly string[] Filler = ["the", "film", "was", "a", "story", "of", "two", "friends", "in", "town"];
    private static readonly (string Label, string[] Words)[] Classes =
        [("good", ["great", "lovely", "brilliant"]), ("bad", ["awful", "boring", "dull"]), ("mixed", ["partly", "uneven", "okay"])];

    public static (string[] Texts, string[] Labels) Of(int count, int classes, int seed)
    {
        var random = new RandomStream(seed);
        int[] chosen = [.. Enumerable.Range(0, count).Select(i => i * classes / count)];
        return (Array.ConvertAll(chosen, Sentence), Array.ConvertAll(chosen, index => Classes[index].Label));

        string Sentence(int index)
        {
            string[] words = [.. Enumerable.Range(0, 3 + random.NextInt32(6)).Select(_ => Filler[random.NextInt32(Filler.Length)])];
            words[random.NextInt32(words.Length)] = Classes[index].Words[random.NextInt32(3)];
            return string.Join(' ', words);
        }
    }
}
