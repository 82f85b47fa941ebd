using System.Globalization;

namespace NeuralNet.Tests;

/// <summary>
/// Trainings that write all results to a folder: the model, the history with the bits of its numbers, and the files of their callbacks. A
/// training runs in a child process, which is killed and restarted.
/// </summary>
internal static class ResumableTraining
{
    /// <summary>The number of batches of an epoch.</summary>
    public const int Steps = 25;

    /// <summary>The minimum number of epochs of a training.</summary>
    public const int MinEpochs = 12;

    /// <summary>Runs in a child process: reports each batch, and waits to be killed after a number of batches.</summary>
    public static void RunChild(string name, string folder, int limit)
    {
        int batches = 0;
        Run(name, folder, () =>
        {
            Console.WriteLine(++batches);
            if (batches == limit)
                Thread.Sleep(Timeout.Infinite);
        });
        Console.WriteLine("done");
    }

    /// <summary>Trains, and returns the number of batches of the whole training.</summary>
    public static int Run(string name, string folder, Action? onBatch = null)
    {
        var tell = new LambdaCallback(onBatchEnd: _ => onBatch?.Invoke());
        string File(string file) => Path.Combine(folder, file);
        (Sequential model, Callback[] callbacks) = name is "schedule" or "stream" or "cache"
            ? (Scheduled(), (Callback[])
                [
                    new BackupAndRestore(File("backup"), saveFreq: 3),
                    new EarlyStopping(patience: 3, restoreBestWeights: true, startFromEpoch: MinEpochs - 3),
                    new CSVLogger(File("log.csv")),
                    new ModelCheckpoint(File("{epoch:02d}-{val_loss:.3f}.safetensors"), saveBestOnly: true),
                    tell,
                ])
            : (OnPlateaus(),
                [
                    new ReduceLROnPlateau("val_auc", factor: 0.5f, patience: 1, minDelta: 0.01f, cooldown: 1),
                    new CSVLogger(File("log.csv"), append: true),
                    tell,
                    new ModelCheckpoint(File("last.safetensors"), saveWeightsOnly: true, saveFreq: 7),
                    new EarlyStopping("val_accuracy", patience: 4, restoreBestWeights: true, startFromEpoch: MinEpochs - 3),
                    new BackupAndRestore(File("backup"), saveFreq: 4),
                ]);
        Tensor x = TestData.Normal([250, 6], seed: 1), y = new(new Shape(250, 1));
        for (int i = 0; i < 250; i++)
            y[i, 0] = x[i, 0] * x[i, 1] + 0.5f * x[i, 2] > 0 ? 1 : 0;
        Dataset Rows(Range rows, string file) => name == "cache"
            ? Samples(x[rows], y[rows]).Cache(File(file)).Shuffle().Batch(8).Prefetch(3)
            : Samples(x[rows], y[rows]).Shuffle(bufferSize: 30).Batch(8).Prefetch(3);
        History history = name is "stream" or "cache"
            ? model.Fit(Rows(..200, "training.safetensors"), new FitOptions
            {
                Epochs = MinEpochs + 4,
                Verbose = Verbosity.Silent,
                Callbacks = callbacks,
                ValidationData = Rows(200.., "validation.safetensors"),
                Output = TextWriter.Null,
            })
            : model.Fit(
                x, y, batchSize: 8, epochs: MinEpochs + 4, verbose: Verbosity.Silent, callbacks: callbacks, validationSplit: 0.2,
                validationFreq: name == "schedule" ? 1 : 2, output: TextWriter.Null);
        model.Save(File("model.safetensors"));
        System.IO.File.WriteAllLines(File("history.txt"), Describe(history));
        return history.Epochs.Count * Steps;
    }

    /// <summary>Returns a stream of samples of unknown length.</summary>
    private static Dataset Samples(Tensor x, Tensor y) => Dataset.From(
        Enumerable.Range(0, x.Rows).Where(_ => true).Select(row => ((Tensor)x.Row(row).ToArray(), (Tensor)y.Row(row).ToArray())));

    /// <summary>Returns a line for each figure of a history, with the bits of its values.</summary>
    public static IEnumerable<string> Describe(History history) =>
    [
        $"epochs {string.Join(' ', history.Epochs)}",
        .. history.Names.Select(figure =>
            $"{figure} {string.Join(' ', history.EpochsOf(figure))} {string.Join(' ', history[figure].Select(value => BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture)))}"),
    ];

    private static Sequential Scheduled()
    {
        var model = new Sequential(6, seed: 21).Dense(16, "relu", kernelRegularizer: "l2").Dropout(0.3f).Dense(8, "tanh").Dense(1, "sigmoid");
        model.Compile(new Adam(new CosineDecay(0.02f, decaySteps: 350)) { ClipNorm = 1 }, "binary_crossentropy", "accuracy", "auc", "precision");
        return model;
    }

    private static Sequential OnPlateaus()
    {
        var model = new Sequential(6, seed: 22).Dense(12).BatchNormalization().Activation("relu").GaussianNoise(0.1f).Dense(1, "sigmoid");
        model.Compile(new Adam(0.02f) { UseEma = true, GradientAccumulationSteps = 2 }, "binary_crossentropy", "accuracy", "auc", "r2_score");
        return model;
    }
}
