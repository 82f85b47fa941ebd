using NeuralNet;

/// <summary>
/// A network that classifies irises by their lengths, which its first layer standardizes by the statistics of the training rows.
/// </summary>
internal static class IrisModel
{
    /// <summary>Trains on the given flowers; the seed determines the initial weights and the order of the rows.</summary>
    public static Sequential Train(Tensor lengths, Tensor classes, int seed)
    {
        var standardization = new Normalization();
        standardization.Adapt(lengths);
        Sequential network = new Sequential(4, seed)
            .Add(standardization)
            .Dense(8, Activation.Tanh)
            .Dense(3, Activation.Softmax);
        network.Compile(new Adam(learningRate: 0.01f), Loss.SparseCategoricalCrossEntropy, Metric.Accuracy);
        network.Fit(lengths, classes, epochs: 100, batchSize: 16, verbose: Verbosity.Silent);
        return network;
    }
}
