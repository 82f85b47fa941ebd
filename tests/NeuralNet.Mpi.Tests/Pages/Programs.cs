namespace NeuralNet.Mpi.Tests.Pages;

/// <summary>The programs of the package's README and of docs/distributed-training.md, word for word between the marks.</summary>
internal static class Programs
{
    public static void Readme()
    {
        // <page>
        using MpiWorld world = MpiWorld.Open();

        Tensor x = new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
        Tensor y = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } };
        var model = new Sequential(2, seed: 1).Dense(8, Activation.Tanh).Dense(1, Activation.Sigmoid);
        model.Compile(new Adam(learningRate: 0.05f), Loss.BinaryCrossEntropy, Metric.Accuracy);

        var strategy = new DataParallel(world);
        model.Fit(x, y, new FitOptions { Epochs = 200, BatchSize = 4, Strategy = strategy });
        Evaluation result = model.Evaluate(Dataset.From(x, y), strategy);
        if (world.Rank == 0)
            Console.WriteLine($"accuracy {result["accuracy"]:P0} with {world.Size} processes");
        // </page>
        Assert.Equal(1, result["accuracy"]);
    }

    public static void DistributedTraining(Tensor x, Tensor y)
    {
        // <page>
        using MpiWorld world = MpiWorld.Open();
        var strategy = new DataParallel(world);

        Sequential model = new Sequential(4, seed: 1).Dense(32, "relu").BatchNormalization().Dense(1);
        model.Compile(new Adam(0.01f), "mean_squared_error", "mae");
        model.Fit(Dataset.From(x, y), new FitOptions
        {
            Epochs = 20,
            BatchSize = 64,
            ValidationSplit = 0.2,
            Strategy = strategy,
            Callbacks = [new BackupAndRestore("backup"), new ModelCheckpoint("best.safetensors", saveBestOnly: true)],
        });
        Evaluation result = model.Evaluate(Dataset.From(x, y), strategy);
        Tensor predictions = model.Predict(x, strategy);
        if (world.Rank == 0)
            Console.WriteLine($"mean absolute error {result["mae"]:F3} of {predictions.Shape[0]} rows with {world.Size} processes");
        // </page>
        Assert.True(result["mae"] < 0.5);
    }
}
