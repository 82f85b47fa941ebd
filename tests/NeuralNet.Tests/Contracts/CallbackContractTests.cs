using System.Reflection;

namespace NeuralNet.Tests;

/// <summary>One line for each callback in <see cref="All"/>; the contract is held against all.</summary>
public sealed class CallbackContractTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), $"callback-contract-{Environment.ProcessId}");

    private static readonly Func<Callback>[] All =
    [
        () => new EarlyStopping("loss", patience: 2, minDelta: 0.01f, restoreBestWeights: true),
        () => new ReduceLROnPlateau("loss", factor: 0.5f, patience: 1, minDelta: 0.01f, cooldown: 1),
        () => new LearningRateScheduler((epoch, _) => 0.3f / (1 + epoch)),
        () => new CSVLogger(Temporary("log.csv")),
        () => new ModelCheckpoint(Temporary("{epoch}.safetensors"), "mean_absolute_error", saveBestOnly: true, saveWeightsOnly: true),
        () => new ModelCheckpoint(Temporary("{batch}.safetensors"), saveFreq: 2, initialValueThreshold: 3),
        () => new BackupAndRestore(Temporary("backup"), saveFreq: 2),
        () => new TensorBoard(Temporary("tensorboard"), histogramFreq: 2, updateFreq: 3),
        () => new TerminateOnNaN(),
        () => new LambdaCallback(onEpochEnd: run => run.Logs.Set("twice the loss", 2 * run.Logs["loss"])),
        () => new ProgressBar(TextWriter.Null, isOneLine: false, isTerminal: true),
        () => new ProgressReporter(new Progress<TrainingProgress>(), () => 0),
    ];

    /// <summary>Callbacks that change in a training and keep nothing of it in a backup, and why.</summary>
    private static readonly Dictionary<Type, string> Forgetful = new()
    {
        [typeof(BackupAndRestore)] = "It writes the backup, right after which it counts from 0.",
        [typeof(TensorBoard)] = "Each process writes event files of its own, which TensorBoard joins; the steps come from the run.",
        [typeof(ProgressBar)] = "It shows times, which are those of this process.",
        [typeof(ProgressReporter)] = "It reports times, which are those of this process.",
    };

    public static TheoryData<int> Examples => [.. Enumerable.Range(0, All.Length)];

    public CallbackContractTests() => Directory.CreateDirectory(Folder);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    [Fact]
    public void EveryCallbackHasAnExample() =>
        Implementations.RequireExamples(All.Select(make => make()), "CallbackContractTests.cs", "() => new CLASS(…),");

    /// <summary>The state of a callback belongs to one Fit; a second Fit with the same object has the results of a new one.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void ServesOneFitAfterTheOther(int index)
    {
        Callback callback = All[index]();
        int[] first = Train(callback);
        Assert.Equal(first, Train(callback));
        Assert.Equal(first, Train(All[index]()));
    }

    /// <summary>A callback of which a field changes in a training tells what it remembers, unless there is a reason.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void WhatChangesIsKept(int index)
    {
        Callback callback = All[index]();
        string before = FieldText.Of(callback);
        Train(callback);
        bool isKept = callback.GetType().GetMethod("SaveState", BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType != typeof(Callback);
        Assert.True(
            isKept || FieldText.Of(callback) == before || Forgetful.ContainsKey(callback.GetType()),
            $"{callback.GetType().Name} changes in a training and overrides neither SaveState nor RestoreState; or say in Forgetful why it need not.");
    }

    /// <summary>
    /// A training that is taken up by a new callback of the same settings leaves it, and the model, as one without interruption.
    /// </summary>
    [Theory]
    [MemberData(nameof(Examples))]
    [Trait("Category", "Slow")]
    public void GoesOnFromABackup(int index)
    {
        Callback whole = All[index]();
        if (whole is BackupAndRestore)
            return;
        int[] expected = Train(whole);
        foreach (int batch in (int[])[1, 2, 5, 8, 14, 21])
        {
            string folder = Directory.CreateTempSubdirectory().FullName;
            using var cancellation = new CancellationTokenSource();
            int left = batch;
            var cancel = new LambdaCallback(onBatchEnd: _ =>
            {
                if (--left == 0)
                    cancellation.Cancel();
            });
            Callback resumed = All[index]();
            Train(All[index](), cancellation.Token, cancel, new BackupAndRestore(folder, saveFreq: 1));
            Assert.Equal(expected, Train(resumed, CancellationToken.None, new BackupAndRestore(folder, saveFreq: 1)));
            if (!Forgetful.ContainsKey(whole.GetType()))
                Assert.Equal(FieldText.Of(whole), FieldText.Of(resumed));
        }
    }

    private static int[] Train(Callback callback, CancellationToken cancellationToken = default, params Callback[] others)
    {
        var model = new Sequential(3, seed: 4).Dense(4, "tanh").Dense(1);
        model.Compile(new SGD(0.3f), Loss.MeanSquaredError, Metric.MeanAbsoluteError);
        model.Fit(
            TestData.Normal([20, 3], seed: 1), TestData.Normal([20, 1], seed: 2), batchSize: 8, epochs: 12, verbose: Verbosity.Silent,
            callbacks: [callback, .. others], validationSplit: 0.25, output: TextWriter.Null, cancellationToken: cancellationToken);
        return Bits.Of(model);
    }

    private static string Temporary(string name) => Path.Combine(Folder, name);
}
