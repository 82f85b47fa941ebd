using NeuralNet;

/// <summary>
/// A network that classifies irises by their lengths, which its first layer normalizes by the statistics of the training rows.
/// </summary>
internal static class IrisModel
{
    /// <summary>The settings of the training, those of a fold of a cross-validation too.</summary>
    public static readonly FitOptions Training = new() { Epochs = 100, BatchSize = 16, Verbose = Verbosity.Silent };

    /// <summary>Creates and compiles a network for the given training rows.</summary>
    public static Model Create(Tensor lengths)
    {
        var normalization = new Normalization();
        normalization.Adapt(lengths);
        Sequential network = new Sequential(4, seed: 1)
            .Add(normalization)
            .Dense(8, Activation.Tanh)
            .Dense(3, Activation.Softmax);
        network.Compile(new Adam(learningRate: 0.01f), Loss.SparseCategoricalCrossEntropy, Metric.Accuracy);
        return network;
    }
}
