using NeuralNet;
using NeuralNet.Text;

/// <summary>
/// Embeddings of words that are learned without labels: a network predicts a word from the mean of the words around it (Mikolov et al.,
/// "Efficient Estimation of Word Representations in Vector Space", 2013, the continuous bag of words).
/// </summary>
internal static class WordContexts
{
    private const int Window = 4, MaxExamples = 80_000, Epochs = 4;

    /// <summary>Trains the embeddings of a network of <see cref="Networks.Untrained"/>.</summary>
    public static void Learn(Sequential network, string[] texts, int seed)
    {
        var text = (TextVectorization)network.Encoders[0];
        Sequential predictor = new Sequential(2 * Window, seed)
            .Add(network.GetLayer(Networks.Words))
            .GlobalAveragePooling1D()
            .Dense(text.VocabularySize, Activation.Softmax);
        predictor.Compile(new Adam(0.005f), Loss.SparseCategoricalCrossEntropy);
        (Tensor contexts, Tensor words) = Examples(text.EncodeRagged(texts), seed);
        predictor.Fit(contexts, words, batchSize: 256, epochs: Epochs, verbose: Verbosity.Silent);
    }

    /// <summary>Returns random words of the texts, and the words around each; 0 beyond the ends of a text.</summary>
    private static (Tensor Contexts, Tensor Words) Examples(IReadOnlyList<int[]> texts, int seed)
    {
        (int Text, int Position)[] places = [.. texts.SelectMany((words, text) => words.Select((_, position) => (text, position)))];
        new Random(seed).Shuffle(places);
        int count = Math.Min(places.Length, MaxExamples);
        Tensor contexts = new([count, 2 * Window]), targets = new([count, 1]);
        for (int i = 0; i < count; i++)
        {
            int[] words = texts[places[i].Text];
            int position = places[i].Position;
            targets[i, 0] = words[position];
            for (int offset = 1; offset <= Window; offset++)
            {
                contexts[i, Window - offset] = words.ElementAtOrDefault(position - offset);
                contexts[i, Window + offset - 1] = words.ElementAtOrDefault(position + offset);
            }
        }

        return (contexts, targets);
    }
}
