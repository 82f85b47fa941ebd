namespace NeuralNet.Text;

/// <summary>
/// Merges the tokens of a word of any length n in O(n·log n) by a queue of possible merges. Hugging Face: models/bpe/word.rs.
/// Microsoft.ML.Tokenizers takes O(n²) for a word of equal characters: minutes for a million of them.
/// </summary>
internal sealed class BytePairMerges
{
    private readonly Dictionary<long, (int Rank, int Id)> mergeOf = [];

    /// <param name="merges">The pairs in the order of their merging.</param>
    /// <param name="vocabulary">The tokens, of which each pair makes one.</param>
    /// <param name="prefixLength">The length of the prefix of tokens that continue a word, which the second of a pair loses.</param>
    /// <param name="section">The setting, for messages.</param>
    /// <exception cref="InvalidDataException">A token of a pair, or the one that it makes, is not in the vocabulary.</exception>
    public BytePairMerges(IReadOnlyList<(string First, string Second)> merges, Vocabulary vocabulary, int prefixLength, JsonSection section)
    {
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (string first, string second) = merges[rank];
            string merged = first + (second.Length >= prefixLength ? second[prefixLength..] : second);
            mergeOf[Key(IdOf(first), IdOf(second))] = (rank, IdOf(merged));
        }

        int IdOf(string token) => vocabulary.IdOf(token)
            ?? throw section.Error($"the token '{JsonSection.Shorten(token)}' of a merge is not in the vocabulary.");
    }

    /// <summary>Appends what the merging makes of pieces that follow each other.</summary>
    public void Merge(ReadOnlySpan<Piece> pieces, List<Piece> merged)
    {
        var symbols = new Symbol[pieces.Length];
        var queue = new PriorityQueue<int, long>(pieces.Length);
        for (int i = 0; i < symbols.Length; i++)
            symbols[i] = new Symbol(pieces[i], i - 1, i + 1 < symbols.Length ? i + 1 : -1);
        for (int i = 0; i + 1 < symbols.Length; i++)
            Enqueue(queue, symbols, i);
        while (queue.TryDequeue(out int id, out long priority))
        {
            int position = (int)(priority & uint.MaxValue), next = symbols[position].Next;
            if (symbols[position].IsMerged || next < 0 || !IsMergeTo(symbols[position], symbols[next], id))
                continue;
            MergeWithNext(symbols, position, id);
            if (symbols[position].Previous >= 0)
                Enqueue(queue, symbols, symbols[position].Previous);
            Enqueue(queue, symbols, position);
        }

        for (int i = symbols.Length > 0 ? 0 : -1; i >= 0; i = symbols[i].Next)
            merged.Add(symbols[i].Piece);
    }

    private static void MergeWithNext(Symbol[] symbols, int position, int id)
    {
        ref Symbol symbol = ref symbols[position];
        ref Symbol next = ref symbols[symbol.Next];
        symbol.Piece = new Piece(id, symbol.Piece.Start, next.Piece.End);
        symbol.Next = next.Next;
        next.IsMerged = true;
        if (symbol.Next >= 0)
            symbols[symbol.Next].Previous = position;
    }

    private static long Key(int first, int second) => ((long)first << 32) | (uint)second;

    /// <summary>Returns whether two neighbors still make the token for which they were enqueued.</summary>
    private bool IsMergeTo(in Symbol first, in Symbol second, int id) =>
        mergeOf.TryGetValue(Key(first.Piece.Id, second.Piece.Id), out (int Rank, int Id) merge) && merge.Id == id;

    /// <summary>Adds the merge of a symbol with the next one: lower ranks come first, and of equal ones the leftmost.</summary>
    private void Enqueue(PriorityQueue<int, long> queue, Symbol[] symbols, int position)
    {
        int next = symbols[position].Next;
        if (next >= 0 && mergeOf.TryGetValue(Key(symbols[position].Piece.Id, symbols[next].Piece.Id), out (int Rank, int Id) merge))
            queue.Enqueue(merge.Id, ((long)merge.Rank << 32) | (uint)position);
    }

    private struct Symbol(Piece piece, int previous, int next)
    {
        public Piece Piece = piece;
        public int Previous = previous;
        public int Next = next;
        public bool IsMerged;
    }
}
