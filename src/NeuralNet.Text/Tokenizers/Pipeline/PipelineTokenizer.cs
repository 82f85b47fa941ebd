namespace NeuralNet.Text;

/// <summary>
/// A tokenizer as Hugging Face's library runs it: added tokens, normalizer, pre-tokenizer, model, truncation, post-processor, padding; for
/// decoding, the decoder. Hugging Face: tokenizers/src/tokenizer/mod.rs.
/// </summary>
internal sealed class PipelineTokenizer : Tokenizer
{
    private readonly AddedVocabulary added;
    private readonly PreTokenizer? preTokenizer;
    private readonly TokenModel model;
    private readonly PostProcessor postProcessor;
    private readonly Decoder? decoder;
    private readonly Truncation? truncation;
    private readonly FastWordPiece? fast;
    private readonly string json;

    /// <param name="file">The whole of a tokenizer.json.</param>
    /// <exception cref="InvalidDataException">A part is of a kind that is not read, or wrong.</exception>
    public PipelineTokenizer(JsonSection file)
    {
        Normalizer? normalizer = file.Find("normalizer") is { } settings ? Normalizer.Read(settings) : null;
        preTokenizer = file.Find("pre_tokenizer") is { } splitting ? PreTokenizer.Read(splitting) : null;
        model = TokenModel.Read(file.Get("model"));
        postProcessor = file.Find("post_processor") is { } processor ? PostProcessor.Read(processor) : PostProcessor.None;
        decoder = file.Find("decoder") is { } decoding ? Decoder.Read(decoding) : null;
        truncation = file.Find("truncation") is { } shortening ? Truncation.Read(shortening) : null;
        Padding = file.Find("padding") is { } padding ? Padding.Read(padding) : null;
        added = new AddedVocabulary(file.Find("added_tokens")?.Items().Select(AddedToken.Read) ?? [], normalizer);
        fast = added.Tokens.Values.Any(token => token.IsNormalized)
            ? null
            : FastWordPiece.TryCreate(normalizer, preTokenizer, model);
        VocabularySize = Math.Max(model.Vocabulary.Size, added.Tokens.Values.Select(token => token.Id + 1).DefaultIfEmpty().Max());
        json = file.Element.GetRawText();
    }

    public override int VocabularySize { get; }

    internal override Padding? Padding { get; }

    internal override Truncation? Truncation => truncation;

    public override string ToJson() => json;

    public override int? IdOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return added.Tokens.TryGetValue(token, out AddedToken? found) ? found.Id : model.Vocabulary.IdOf(token);
    }

    private protected override string? FindToken(int id) => added.Find(id)?.Content ?? model.Vocabulary.TokenOf(id);

    private protected override List<Token> TokenizeCore(
        string text, string? pair, bool addSpecialTokens, Truncation? truncation, bool needsRanges)
    {
        List<Token> first = TokensOf(text, typeId: 0, needsRanges);
        List<Token>? second = pair is null ? null : TokensOf(pair, typeId: 1, needsRanges);
        truncation?.Apply(first, second, postProcessor.CountAdded(pair is not null, addSpecialTokens));
        return Assemble(first, second, addSpecialTokens);
    }

    private protected override string DecodeCore(List<int> ids)
    {
        List<string> tokens = ids.ConvertAll(id => FindToken(id)!);
        return decoder is null ? string.Join(' ', tokens) : string.Concat(decoder.Apply(tokens));
    }

    private protected override bool IsSpecial(int id) => added.Find(id)?.IsSpecial ?? false;

    private List<Token> Assemble(List<Token> first, List<Token>? second, bool addSpecialTokens)
    {
        var tokens = new List<Token>(first.Count + (second?.Count ?? 0) + 4);
        foreach (TemplatePart part in postProcessor.Template(second is not null, addSpecialTokens))
        {
            if (part.Sequence is int sequence)
            {
                foreach (Token token in sequence == 0 ? first : second!)
                    tokens.Add(part.TypeId is int typeId ? token with { TypeId = typeId } : token);
                continue;
            }

            for (int i = 0; i < part.Ids.Length; i++)
                tokens.Add(new Token(part.Ids[i], part.Tokens[i], 0, 0, part.TypeId ?? 0, IsSpecial: true));
        }

        return tokens;
    }

    private List<Token> TokensOf(string text, int typeId, bool needsRanges)
    {
        if (fast is not null && !needsRanges)
            return FastTokensOf(text, typeId, fast);
        List<Token> tokens = [];
        List<Piece> pieces = [];
        foreach ((AddedToken? token, AlignedText part) in added.Split(AlignedText.Of(text, needsRanges)))
        {
            if (token is not null)
            {
                TextRange range = postProcessor.Trim(part.OriginalOf(0, part.Text.Length), part.Text, tokens.Count == 0);
                tokens.Add(new Token(token.Id, token.Content, range.Start, range.End, typeId));
                continue;
            }

            AppendWords(part, typeId, tokens, pieces);
        }

        return tokens;
    }

    private List<Token> FastTokensOf(string text, int typeId, FastWordPiece fast)
    {
        List<Token> tokens = [];
        foreach ((AddedToken? token, AlignedText part) in added.SplitLiteral(AlignedText.Of(text, hasRanges: false)))
        {
            if (token is not null)
                tokens.Add(new Token(token.Id, "", 0, 0, typeId));
            else if (FastWordPiece.CanEncode(part.Text))
                fast.Append(part.Text, typeId, tokens);
            else
                AppendLines(part, typeId, tokens, fast);
        }

        return tokens;
    }

    /// <summary>
    /// Appends the tokens of a text of which not all is encoded the fast way. No word of BERT has a line break, so each line is encoded by
    /// itself.
    /// </summary>
    private void AppendLines(AlignedText text, int typeId, List<Token> tokens, FastWordPiece fast)
    {
        List<Piece> pieces = [];
        foreach (Range range in text.Text.AsSpan().Split('\n'))
        {
            string line = text.Text[range];
            if (FastWordPiece.CanEncode(line))
                fast.Append(line, typeId, tokens);
            else
                AppendWords(added.Normalize(text.WithoutRanges(line)), typeId, tokens, pieces);
        }
    }

    private void AppendWords(AlignedText part, int typeId, List<Token> tokens, List<Piece> pieces)
    {
        SplitText split = SplitText.Whole(part);
        split = preTokenizer?.Apply(split) ?? split;
        foreach (TextRange word in split.Words)
        {
            pieces.Clear();
            model.Encode(split.SpanOf(word), pieces);
            foreach (Piece piece in pieces)
            {
                if (!part.HasRanges)
                {
                    tokens.Add(new Token(piece.Id, "", 0, 0, typeId));
                    continue;
                }

                string token = model.Vocabulary.TokenOf(piece.Id)!;
                TextRange range = split.Text.OriginalOf(word.Start + piece.Start, word.Start + piece.End);
                range = postProcessor.Trim(range, token, tokens.Count == 0);
                tokens.Add(new Token(piece.Id, token, range.Start, range.End, typeId));
            }
        }
    }
}
