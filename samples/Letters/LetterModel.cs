using NeuralNet;

/// <summary>
/// A convolutional network for letters of 28×28 pixels. Each convolution with pooling halves the size and doubles the number of maps.
/// Batch normalization makes the training fast. Dropout, and small rotations, translations and zooms of the letters, which are drawn anew
/// in each step of the training, keep the network from learning the training letters by heart.
/// </summary>
internal static class LetterModel
{
    public const int BatchSize = 64;

    private const int Maps = 20;

    /// <summary>Creates and compiles a network, whose learning rate falls to 0 over a training of the given length.</summary>
    public static Sequential Create(IReadOnlyList<string> letters, int steps, int seed)
    {
        Sequential network = new Sequential(new Shape(28, 28, 1), seed)
            .Rescaling(1 / 255f)
            .RandomRotation(0.03f, FillMode.Constant)
            .RandomTranslation(0.08f, 0.08f, FillMode.Constant)
            .RandomZoom(0.15f, 0.15f, FillMode.Constant);
        for (int maps = Maps; maps <= 4 * Maps; maps *= 2)
        {
            network = network
                .Conv2D(maps, 3, padding: Padding.Same, useBias: false).BatchNormalization().Activation(Activation.ReLU)
                .MaxPooling2D(2);
        }

        network = network.Flatten().Dropout(0.3f).Dense(128, Activation.ReLU).Dropout(0.3f).Dense(letters.Count, Activation.Softmax);
        network.Labels = letters;
        network.Compile(new Adam(new CosineDecay(0.002f, steps)), Loss.SparseCategoricalCrossEntropy, Metric.Accuracy);
        return network;
    }
}
