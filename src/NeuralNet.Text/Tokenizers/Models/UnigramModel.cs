namespace NeuralNet.Text;

/// <summary>
/// Finds the tokens of a word whose scores, the logarithms of their probabilities, have the greatest sum. Kudo, "Subword regularization",
/// 2018; Hugging Face: models/unigram.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    /// <summary>The difference between the lowest score and that of an unknown character.</summary>
    private const double UnknownPenalty = 10;

    private readonly double[] scores;
    private readonly int? unknownId;
    private readonly int[]? bytes;
    private readonly double unknownScore;
    private readonly int maxTokenLength;

    private UnigramModel(Vocabulary vocabulary, double[] scores, int? unknownId, bool hasByteFallback)
    {
        (Vocabulary, this.scores, this.unknownId) = (vocabulary, scores, unknownId);
        bytes = hasByteFallback ? ByteTokens.Find(vocabulary) : null;
        unknownScore = scores.Min() - UnknownPenalty;
        maxTokenLength = vocabulary.Ids.Keys.Max(token => token.Length);
    }

    public override Vocabulary Vocabulary { get; }

    public static UnigramModel From(JsonSection section)
    {
        JsonSection[] items = section.Get("vocab").Items();
        var tokens = new string[items.Length];
        var scores = new double[items.Length];
        for (int id = 0; id < items.Length; id++)
        {
            JsonSection[] pair = items[id].Items();
            if (pair.Length != 2)
                throw items[id].Wrong("a token and its score");
            (tokens[id], scores[id]) = (pair[0].AsString(), pair[1].AsDouble());
        }

        if (tokens.Length is 0 or > Vocabulary.MaxSize)
            throw section.Get("vocab").Error(FormattableString.Invariant(
                $"the vocabulary has {tokens.Length} tokens; it can have from 1 to {Vocabulary.MaxSize}."));
        int? unknownId = section.Find("unk_id")?.AsInt32(tokens.Length - 1);
        return new UnigramModel(Vocabulary.Of(tokens), scores, unknownId, section.Boolean("byte_fallback", false));
    }

    /// <exception cref="InvalidOperationException">A character is unknown, and the vocabulary has no token for that.</exception>
    public override void Encode(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        int first = pieces.Count;
        Step[] best = FindBest(word);
        for (int end = word.Length; end > 0; end = best[end].Start)
            pieces.Add(new Piece(best[end].Id, best[end].Start, end));
        pieces.Reverse(first, pieces.Count - first);
        FuseUnknown(word, pieces, first);
    }

    /// <summary>Finds the best last token of each beginning of the word.</summary>
    private Step[] FindBest(ReadOnlySpan<char> word)
    {
        var best = new Step[word.Length + 1];
        Array.Fill(best, new Step(-1, -1, 0));
        for (int start = 0; start < word.Length;)
        {
            int next = start + Characters.RuneAt(word, start).Utf16SequenceLength;
            bool isKnown = false;
            for (int end = start + 1; end <= Math.Min(word.Length, start + maxTokenLength); end++)
            {
                if (!Vocabulary.Lookup.TryGetValue(word[start..end], out int id))
                    continue;
                Relax(end, id, start, scores[id]);
                isKnown |= end == next;
            }

            if (!isKnown)
                Relax(next, -1, start, unknownScore);
            start = next;
        }

        return best;

        void Relax(int end, int id, int start, double score)
        {
            double sum = best[start].Score + score;
            if (best[end].Start < 0 || sum > best[end].Score)
                best[end] = new Step(id, start, sum);
        }
    }

    /// <summary>Replaces neighboring unknown characters by their bytes, or by one unknown token.</summary>
    private void FuseUnknown(ReadOnlySpan<char> word, List<Piece> pieces, int first)
    {
        if (pieces.FindIndex(first, piece => piece.Id < 0) < 0)
            return;
        Piece[] found = [.. pieces[first..]];
        pieces.RemoveRange(first, found.Length);
        for (int i = 0; i < found.Length; i++)
        {
            Piece piece = found[i];
            if (piece.Id >= 0)
            {
                pieces.Add(piece);
                continue;
            }

            while (i + 1 < found.Length && found[i + 1].Id < 0)
                piece = piece with { End = found[++i].End };
            AddUnknown(word, piece, pieces);
        }
    }

    private void AddUnknown(ReadOnlySpan<char> word, Piece piece, List<Piece> pieces)
    {
        if (bytes is not null)
        {
            ByteTokens.Append(bytes, word, piece.Start, piece.End, pieces);
            return;
        }

        int id = unknownId ?? throw new InvalidOperationException(
            $"The text '{JsonSection.Shorten(word[piece.Start..piece.End].ToString())}' is not in the vocabulary of the tokenizer, which "
            + "has no token for unknown texts ('unk_id').");
        pieces.Add(piece with { Id = id });
    }

    private readonly record struct Step(int Id, int Start, double Score);
}
