using NeuralNet;

/// <summary>The ways to learn new digits from few examples.</summary>
internal static class Networks
{
    /// <summary>The names of the layers that are reused: all up to the first or up to the second.</summary>
    public const string FirstLayer = "first", SecondLayer = "second";

    /// <summary>Creates a network that knows nothing yet.</summary>
    public static Sequential Untrained(int seed) => new Sequential(64, seed)
        .Rescaling(1 / 16f)
        .Dense(128, Activation.ReLU, name: FirstLayer)
        .Dense(64, Activation.ReLU, name: SecondLayer)
        .Dense(DigitTask.Classes, Activation.Softmax, name: "classes");

    /// <summary>Learns the new digits with a new head on the frozen layers of the trained network up to a given one.</summary>
    public static Sequential Transferred(Sequential pretrained, string lastLayer, int seed, DigitTask task)
    {
        Sequential trunk = pretrained.TakeUntil(lastLayer).Clone();
        trunk.Freeze();

        // The frozen layers give the same features in each epoch, so they are computed once.
        Tensor features = trunk.Predict(task.TrainX);
        Sequential head = new Sequential(features.Shape[1], seed).Dense(DigitTask.Classes, Activation.Softmax, name: "head");
        Train(head, task with { TrainX = features }, new Adam(0.01f));
        return trunk.Add(head);
    }

    /// <summary>
    /// Continues the training of a transferred network with all layers, the pretrained ones at a tenth of the learning rate.
    /// </summary>
    public static Sequential FineTuned(Sequential transferred, DigitTask task)
    {
        Sequential tuned = transferred.Clone();
        tuned.Unfreeze();
        Train(tuned, task, new Adam(0.001f) { LearningRateFactors = [(FirstLayer, 0.1f)] });
        return tuned;
    }

    /// <summary>Trains a network on the examples of a task.</summary>
    public static void Train(Model model, DigitTask task, Optimizer optimizer, int epochs = 60)
    {
        model.Compile(optimizer, Loss.SparseCategoricalCrossEntropy, Metric.Accuracy);
        model.Fit(task.TrainX, task.TrainY, epochs: epochs, batchSize: 16, verbose: Verbosity.Silent);
    }
}
