using NeuralNet;

/// <summary>
/// A network that reads digits. Noise on the pixels and dropout keep it from learning the training digits by heart.
/// </summary>
internal static class DigitModel
{
    private const int Epochs = 40;
    private const int BatchSize = 32;

    /// <summary>The settings of the training.</summary>
    public static readonly FitOptions Training = new() { Epochs = Epochs, BatchSize = BatchSize };

    /// <summary>Creates and compiles a network, whose learning rate falls to 0 over a training with the given rows.</summary>
    public static Model Create(int trainingRows, int seed)
    {
        Sequential network = new Sequential(64, seed)
            .Rescaling(1 / 16f)
            .GaussianNoise(0.15f)
            .Dense(256)
            .BatchNormalization()
            .Activation(Activation.ReLU)
            .Dropout(0.4f)
            .Dense(128, Activation.ReLU)
            .Dropout(0.3f)
            .Dense(10, Activation.Softmax);
        int steps = Epochs * (int)Math.Ceiling(trainingRows / (double)BatchSize);
        network.Compile(new Adam(new CosineDecay(0.003f, steps)), Loss.SparseCategoricalCrossEntropy, Metric.Accuracy);
        return network;
    }
}
