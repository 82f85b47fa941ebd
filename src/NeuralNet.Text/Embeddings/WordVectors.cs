namespace NeuralNet.Text;

/// <summary>
/// The vectors of words that were learned from large texts, from files of GloVe (Pennington et al., 2014) or word2vec (Mikolov et al.,
/// 2013), and an <see cref="Embedding"/> that begins with them.
/// <code>
/// WordVectors vectors = WordVectors.LoadGlove("glove.6B.100d.txt", vocabulary);
/// Console.WriteLine($"{vectors.Count} of {vocabulary.Count} words have a vector.");
/// Embedding layer = vectors.ToEmbedding(vocabulary, maskZero: true);
/// </code>
/// Files are read as a stream, once; only the vectors of the given words are kept. They may be compressed by gzip.
/// </summary>
public sealed class WordVectors
{
    private const float RandomLimit = 0.05f;

    private readonly Dictionary<string, float[]> vectors;

    private WordVectors(WordVectorTable table)
    {
        vectors = table.Vectors;
        Dimension = table.Dimension;
        Missing = [.. table.Words.Where(word => !vectors.ContainsKey(word))];
    }

    /// <summary>The number of elements of a vector.</summary>
    public int Dimension { get; }

    /// <summary>The number of words that have a vector.</summary>
    public int Count => vectors.Count;

    /// <summary>The words that were asked for and that the file lacks, in their order.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Gets the vector of a word.</summary>
    /// <exception cref="KeyNotFoundException">The word has no vector.</exception>
    public ReadOnlySpan<float> this[string word] => vectors.TryGetValue(word, out float[]? vector)
        ? vector
        : throw new KeyNotFoundException($"The word '{word}' has no vector: the file lacks it, or it was not among the words to load.");

    /// <summary>
    /// Loads vectors from a text file of GloVe: on each line a word and the elements of its vector, with spaces between them. A word may
    /// have spaces itself. If a word has several lines, the first counts.
    /// </summary>
    /// <param name="path">The path of the file, compressed by gzip or not.</param>
    /// <param name="words">The words whose vectors are needed, exactly as the file has them; of most files in lowercase.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is empty, truncated, a zip archive or separated by tabs, a line has too few or too many elements, or an
    /// element of a needed vector is no finite number. The message names the file and the line.
    /// </exception>
    public static WordVectors LoadGlove(string path, IEnumerable<string> words) => Load(path, words, WordVectorFile.ReadGlove);

    /// <summary>
    /// Loads vectors from a file of word2vec or fastText, in the text format or the binary one: a line with the number of words and the
    /// number of elements, then the words and their vectors. If a word occurs several times, its first vector counts.
    /// </summary>
    /// <param name="path">The path of the file, compressed by gzip or not.</param>
    /// <param name="words">The words whose vectors are needed, exactly as the file has them.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The first line is not the two numbers, the file is truncated, a zip archive or separated by tabs, or has more words than that line
    /// tells, a line has too few or too many elements, or an element of a needed vector is no finite number. The message names the file
    /// and the line, or the number of the word.
    /// </exception>
    public static WordVectors LoadWord2Vec(string path, IEnumerable<string> words) => Load(path, words, WordVectorFile.ReadWord2Vec);

    /// <summary>Returns whether a word has a vector.</summary>
    public bool Contains(string word) => vectors.ContainsKey(word);

    /// <summary>
    /// Creates a layer that begins with the vectors of a vocabulary. Its table has a row for each word; a model's file saves it with the
    /// weights of the model.
    /// </summary>
    /// <param name="vocabulary">
    /// The words in the order of their token numbers. An empty word, which stands for padding, has zeros, and so has the first word if
    /// zeros are masked.
    /// </param>
    /// <param name="trainable">Whether training changes the vectors; false by default.</param>
    /// <param name="maskZero">Whether token 0 is padding, which later layers leave out; false by default.</param>
    /// <param name="missing">The vectors of words that have none; zeros by default.</param>
    /// <param name="seed">The seed of random vectors.</param>
    /// <param name="name">The name of the layer; by default the model gives it one.</param>
    /// <exception cref="ArgumentException">The vocabulary is empty, or its table is too large.</exception>
    public Embedding ToEmbedding(
        IReadOnlyList<string> vocabulary, bool trainable = false, bool maskZero = false, MissingVectors missing = MissingVectors.Zeros,
        long seed = 0, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Checked.Defined(missing);
        if (vocabulary.Count == 0 || (long)vocabulary.Count * Dimension > Array.MaxLength)
            throw new ArgumentException(FormattableString.Invariant(
                $"The vocabulary has {vocabulary.Count} words of {Dimension} elements; a table has from 1 to {Array.MaxLength} elements."),
                nameof(vocabulary));
        return new Embedding(vocabulary.Count, Dimension, new WordVectorInitializer(TableOf(vocabulary, maskZero, missing, seed)),
            maskZero: maskZero, name: name)
        {
            IsTrainable = trainable,
        };
    }

    private static WordVectors Load(string path, IEnumerable<string> words, Action<ByteReader, WordVectorTable> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(words);
        var table = new WordVectorTable(words, path);
        using FileStream file = File.OpenRead(path);
        using var reader = new ByteReader(file, path);
        read(reader, table);
        return new WordVectors(table);
    }

    private float[] TableOf(IReadOnlyList<string> vocabulary, bool maskZero, MissingVectors missing, long seed)
    {
        var table = new float[vocabulary.Count * Dimension];
        float[] mean = missing == MissingVectors.Mean ? MeanOf(vocabulary) : [];
        for (int id = 0; id < vocabulary.Count; id++)
        {
            Span<float> row = table.AsSpan(id * Dimension, Dimension);
            string word = vocabulary[id]
                ?? throw new ArgumentException(FormattableString.Invariant($"vocabulary[{id}] is null."), nameof(vocabulary));
            if (word.Length == 0 || (maskZero && id == 0))
                continue;
            if (vectors.TryGetValue(word, out float[]? vector))
                vector.CopyTo(row);
            else if (missing == MissingVectors.Mean)
                mean.CopyTo(row);
            else if (missing == MissingVectors.Random)
                FillRandom(row, new RandomStream(seed, id));
        }

        return table;
    }

    private float[] MeanOf(IReadOnlyList<string> vocabulary)
    {
        var sums = new double[Dimension];
        int count = 0;
        foreach (string word in vocabulary)
        {
            if (word is null || !vectors.TryGetValue(word, out float[]? vector))
                continue;
            count++;
            for (int i = 0; i < sums.Length; i++)
                sums[i] += vector[i];
        }

        return Array.ConvertAll(sums, sum => (float)(sum / Math.Max(count, 1)));
    }

    private static void FillRandom(Span<float> row, RandomStream random)
    {
        foreach (ref float value in row)
            value = RandomLimit * (2 * random.NextSingle() - 1);
    }
}
