namespace NeuralNet.Text;

/// <summary>Takes each word as a token. Hugging Face: models/wordlevel.</summary>
internal sealed class WordLevelModel(Vocabulary vocabulary, int unknownId) : TokenModel
{
    public override Vocabulary Vocabulary => vocabulary;

    public static WordLevelModel From(JsonSection section)
    {
        Vocabulary vocabulary = Vocabulary.Read(section.Get("vocab"));
        return new WordLevelModel(vocabulary, vocabulary.RequireUnknown(section.OptionalString("unk_token") ?? "<unk>", section));
    }

    public override void Encode(ReadOnlySpan<char> word, List<Piece> pieces) =>
        pieces.Add(new Piece(vocabulary.Lookup.TryGetValue(word, out int id) ? id : unknownId, 0, word.Length));
}
