using NeuralNet;
using NeuralNet.Text;

/// <summary>The ways to learn spam from few mails. Each network is the mean of the embeddings of words, and a softmax.</summary>
internal static class Networks
{
    public const string Words = "words";
    private const string Features = "features";
    private const int MaxTokens = 4_000, EmbeddingSize = 32;

    /// <summary>Creates a network that knows nothing yet, with the words of the given mails.</summary>
    public static Sequential Untrained(string[] texts, int seed)
    {
        TextVectorization text = new TextVectorization(maxTokens: MaxTokens, outputSequenceLength: 150).Adapt(texts);
        return new Sequential(text, seed)
            .Embedding(text.VocabularySize, EmbeddingSize, maskZero: true, name: Words)
            .GlobalAveragePooling1D(name: Features)
            .Dense(FewShotTask.ClassCount, Activation.Softmax, name: "classes");
    }

    /// <summary>Learns a new head on the frozen embeddings of a trained network.</summary>
    public static Sequential Transferred(Sequential pretrained, FewShotTask examples, int seed)
    {
        Sequential trunk = pretrained.TakeUntil(Features).Clone();
        trunk.Freeze();
        Sequential network = trunk.Add(new Sequential(EmbeddingSize, seed).Dense(FewShotTask.ClassCount, Activation.Softmax, name: "head"));
        Train(network, examples, new Adam(0.02f), epochs: 60);
        return network;
    }

    /// <summary>Continues the training of a transferred network with its embeddings, these at a tenth of the learning rate.</summary>
    public static Sequential FineTuned(Sequential transferred, FewShotTask examples)
    {
        Sequential tuned = transferred.Clone();
        tuned.Unfreeze();
        Train(tuned, examples, new Adam(0.005f) { LearningRateFactors = [(Words, 0.1f)] }, epochs: 20);
        return tuned;
    }

    /// <summary>Trains a network on mails.</summary>
    public static void Train(Sequential network, FewShotTask task, Optimizer optimizer, int epochs)
    {
        network.Compile(optimizer, Loss.SparseCategoricalCrossEntropy, Metric.Accuracy);
        network.Fit(Encode(network, task), task.Classes, epochs: epochs, batchSize: 20, verbose: Verbosity.Silent);
    }

    /// <summary>Returns the fraction of mails that are recognized, as the mean over both classes: there is more ham than spam.</summary>
    public static double Accuracy(Sequential network, FewShotTask task) => Accuracy(network.Predict(Encode(network, task)), task.Classes);

    /// <summary>Returns the fraction of mails whose class has the highest probability, as the mean over both classes.</summary>
    public static double Accuracy(Tensor probabilities, Tensor classes)
    {
        int[] predicted = probabilities.ArgMax();
        return Enumerable.Range(0, FewShotTask.ClassCount).Average(index =>
        {
            int[] rows = [.. Enumerable.Range(0, predicted.Length).Where(row => classes[row, 0] == index)];
            return rows.Count(row => predicted[row] == index) / (double)rows.Length;
        });
    }

    private static Tensor Encode(Sequential network, FewShotTask task) => ((TextVectorization)network.Encoders[0]).Encode(task.Texts);
}
