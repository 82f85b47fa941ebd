namespace NeuralNet.Aot;

/// <summary>Runs Fit with schedules, metrics, callbacks, validation, and resumption from a backup.</summary>
internal static class Training
{
    public static void Run(string folder)
    {
        (Tensor x, Tensor y) = Data.Clouds(120, seed: 3);
        Sequential model = new Sequential(2, seed: 4)
            .BatchNormalization()
            .Dense(16, "gelu", kernelRegularizer: new L2(1e-4f), kernelConstraint: new MaxNorm(3))
            .Dropout(0.1f)
            .Dense(3, "softmax");
        model.Compile(
            new AdamW(new CosineDecay(0.02f, decaySteps: 300), weightDecay: 0.001f) { ClipNorm = 1, UseEma = true }, "sparse_categorical_crossentropy",
            "accuracy", new SparseTopKCategoricalAccuracy(2));
        string log = Path.Combine(folder, "log.csv"), best = Path.Combine(folder, "best.safetensors");
        var seen = new List<int>();
        var output = new StringWriter();
        History history = model.Fit(
            x, y, epochs: 12, batchSize: 10, validationSplit: 0.25, verbose: Verbosity.ProgressBar, output: output, callbacks:
            [
                new CSVLogger(log), new ModelCheckpoint(best, saveBestOnly: true), new EarlyStopping(patience: 5, restoreBestWeights: true),
                new TerminateOnNaN(), new BackupAndRestore(Path.Combine(folder, "backup")),
                new TensorBoard(Path.Combine(folder, "events"), histogramFreq: 1), new LambdaCallback(onEpochEnd: run => seen.Add(run.Epoch)),
            ]);
        Require.Equal(history.Epochs.Count, seen.Count);
        Require.Equal(history.Epochs.Count + 1, File.ReadAllLines(log).Length);
        Require.True(history["val_accuracy"][^1] > 0.9);
        Require.True(output.ToString().Contains("val_accuracy", StringComparison.Ordinal));
        Require.True(Directory.EnumerateFiles(Path.Combine(folder, "events"), "*", SearchOption.AllDirectories).Any());
        Require.True(Model.Load(best).Evaluate(x, y)["accuracy"] > 0.9);
        var summary = new StringWriter();
        model.Summary(summary);
        Require.True(summary.ToString().Contains("batch_normalization", StringComparison.Ordinal));
        Require.True(model.TrainOnBatch(x, y).Loss > 0);
        Require.True(ConfusionMatrix.From(y, model.Predict(x)).Accuracy > 0.9);

        model.Compile("adam", "sparse_categorical_crossentropy");
        Callback[] rates = [new LearningRateScheduler((epoch, rate) => epoch == 0 ? 0.5f : rate), new ReduceLROnPlateau("loss", patience: 1)];
        Require.Equal(0.5, model.Fit(x, y, epochs: 3, verbose: Verbosity.Silent, callbacks: rates)["learning_rate"][0]);
        GradientCheck.Run(new Dense(3, "tanh"), new Shape(4)).ThrowIfAbove(1e-2);
    }
}
