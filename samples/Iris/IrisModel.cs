using NeuralNet;

/// <summary>A network that tells irises apart by their lengths, with the standardization of what it was trained on.</summary>
internal sealed class IrisModel
{
    private readonly Standardizer standardizer;
    private readonly Sequential network;

    /// <summary>Trains on the given flowers; the seed fixes the first weights and the order of the rows.</summary>
    public IrisModel(Flower[] training, int seed)
    {
        standardizer = new Standardizer([.. training.Select(flower => flower.Lengths)]);
        network = new Sequential(4, seed)
            .Dense(8, Activation.Tanh)
            .Dense(3, Activation.Softmax);
        network.Compile(new Adam(learningRate: 0.01f), Loss.SparseCategoricalCrossEntropy, Metric.Accuracy);
        network.Fit(Inputs(training), Classes(training), epochs: 100, batchSize: 16, verbose: Verbosity.Silent);
    }

    /// <summary>The share of flowers whose species the network names.</summary>
    public double Accuracy(Flower[] flowers) => network.Evaluate(Inputs(flowers), Classes(flowers))["accuracy"];

    /// <summary>How probable each species is for one flower.</summary>
    public float[] Probabilities(Flower flower)
    {
        var probabilities = new float[Flower.Species.Length];
        network.Predict(standardizer.Apply(flower.Lengths), probabilities);
        return probabilities;
    }

    /// <summary>The most probable species of one flower.</summary>
    public int Classify(Flower flower)
    {
        float[] probabilities = Probabilities(flower);
        return Array.IndexOf(probabilities, probabilities.Max());
    }

    private Tensor Inputs(Flower[] flowers) => Array.ConvertAll(flowers, flower => standardizer.Apply(flower.Lengths));

    private static Tensor Classes(Flower[] flowers) => Array.ConvertAll(flowers, flower => flower.Class);
}
