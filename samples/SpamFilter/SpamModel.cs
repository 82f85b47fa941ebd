using NeuralNet;
using NeuralNet.Text;

/// <summary>A network that tells spam from ham: the mean of the embeddings of the words and pairs of words of a mail.</summary>
internal static class SpamModel
{
    public const string Ham = "ham", Spam = "spam";

    public static TextClassifierOptions Options(int seed) => new()
    {
        Vectorization = new TextVectorization(maxTokens: 20_000, ngrams: [1, 2], outputSequenceLength: 300),
        CreateModel = (text, _) => Create(text, seed),
        Labels = [Ham, Spam],
        Fit = new FitOptions { Epochs = 15 },
        Seed = seed,
    };

    private static Sequential Create(TextVectorization text, int seed)
    {
        Sequential network = new Sequential(text, seed)
            .Embedding(text.VocabularySize, 32, maskZero: true)
            .GlobalAveragePooling1D()
            .Dropout(0.3f)
            .Dense(1, Activation.Sigmoid);
        network.Compile(
            new Adam(0.005f), Loss.BinaryCrossEntropy, Metric.Accuracy, new Precision(), new Recall(), new AUC(exact: true));
        return network;
    }
}
