using System.Globalization;

namespace NeuralNet;

/// <summary>
/// The state of a Fit for its callbacks: the position in the training, the figures, and methods that control the training.
/// </summary>
public sealed class TrainingRun
{
    /// <summary>The name of the part of a saved state that contains the figures of an epoch that is not finished.</summary>
    internal const string FiguresPart = "figures";

    private readonly Pass training;
    private readonly int batchSize;
    private readonly MetricTracker tracker;
    private readonly Logs logs = new();
    private bool logsAreCurrent;

    internal TrainingRun(
        ITrainedModel model, LayerGraph graph, CompileSettings compiled, OptimizerState optimizerState, FitOptions settings,
        PassData trainingData, Pass training, PassData? validationData)
    {
        Model = model;
        Graph = graph;
        Compiled = compiled;
        OptimizerState = optimizerState;
        Settings = settings;
        this.training = training;
        (TrainingData, ValidationData) = (trainingData, validationData);
        batchSize = trainingData.BatchSize;
        tracker = training.Tracker;
        Epoch = settings.InitialEpoch;
        Backup = OnlyBackup(settings.Callbacks);
    }

    /// <summary>The index of the epoch.</summary>
    public int Epoch { get; private set; }

    /// <summary>The epoch at which training ends unless it is stopped.</summary>
    public int Epochs => Settings.Epochs;

    /// <summary>The index of the batch in the epoch.</summary>
    public int Step { get; private set; }

    /// <summary>
    /// The number of batches of the epoch; 0 while the number is unknown, as in the first epoch on a data set of unknown length. With
    /// stepsPerEpoch, an epoch that reaches the end of the data may have fewer batches.
    /// </summary>
    public int Steps => training.Count is int batches
        ? Math.Max(Step, Math.Min(Settings.StepsPerEpoch ?? int.MaxValue, batches - FirstBatch))
        : Settings.StepsPerEpoch ?? 0;

    /// <summary>The number of samples of a batch; the last of an epoch may have fewer.</summary>
    public int BatchSize => batchSize;

    /// <summary>Gets a value indicating whether there are validation data, and thus figures with the prefix <c>val_</c>.</summary>
    public bool HasValidation => ValidationData is not null;

    /// <summary>
    /// Gets a value indicating whether the epoch ends with a validation; with validationFreq above 1, not every epoch does.
    /// </summary>
    internal bool IsValidated => HasValidation && (Epoch + 1) % Settings.ValidationFreq == 0;

    /// <summary>Gets a value indicating whether every epoch ends with a validation.</summary>
    internal bool IsEachEpochValidated => HasValidation && Settings.ValidationFreq == 1;

    /// <summary>
    /// Gets a value indicating whether <see cref="BackupAndRestore"/> resumed a training. Callbacks that create a file in OnTrainBegin then
    /// continue the existing one.
    /// </summary>
    public bool IsResumed { get; private set; }

    /// <summary>The figures: after a batch those of the epoch up to this batch, after an epoch also those of the validation.</summary>
    public Logs Logs
    {
        get
        {
            if (!logsAreCurrent)
                CollectLogs();
            return logs;
        }
    }

    /// <summary>The figures of the finished epochs of this Fit.</summary>
    public History History { get; } = new();

    /// <summary>The parameters of the model, for callbacks that read or save weights.</summary>
    public IReadOnlyList<Parameter> Parameters => Graph.Parameters;

    /// <summary>
    /// The writer to which Fit and its callbacks write; if several processes train the model, one that writes nothing on all but rank 0.
    /// </summary>
    public TextWriter Output => IsOnFirstRank ? Settings.Output ?? Console.Out : TextWriter.Null;

    /// <summary>The learning rate of the next update.</summary>
    /// <exception cref="InvalidOperationException">The property is set although the optimizer follows a schedule.</exception>
    public float LearningRate
    {
        get => OptimizerState.LearningRate;
        set => OptimizerState.LearningRate = value;
    }

    /// <summary>The number of training steps in all Fits.</summary>
    internal long Iterations => OptimizerState.Step;

    /// <summary>Gets a value indicating whether <see cref="Stop"/> was called.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>
    /// Gets a value indicating whether a loss or a weight became NaN or infinite and a callback ended training without an exception.
    /// </summary>
    internal bool HasDiverged { get; set; }

    /// <summary>Gets a value indicating whether no epoch is left. The current epoch is finished even after <see cref="Stop"/>.</summary>
    internal bool IsOver => Epoch >= Epochs || (IsStopping && Step == 0);

    internal ITrainedModel Model { get; }

    internal LayerGraph Graph { get; }

    internal CompileSettings Compiled { get; }

    internal OptimizerState OptimizerState { get; }

    internal FitOptions Settings { get; }

    internal PassData TrainingData { get; }

    /// <summary>
    /// The index of the batch of the data with which the epoch began: 0, unless stepsPerEpoch ends epochs in the middle of the data. The
    /// next epoch continues from there, and the end of the data ends the epoch. Keras: trainers/epoch_iterator.py.
    /// </summary>
    internal int FirstBatch { get; private set; }

    /// <summary>
    /// The number that determines the order of the samples in one pass through the data: the number of the epoch in which the pass began.
    /// </summary>
    internal long Round => OptimizerState.Epoch - FirstBatch / StepsOfWholeEpoch;

    internal PassData? ValidationData { get; }

    /// <summary>The exchange with the other processes that train the model; null if there is only one process.</summary>
    internal RankExchange? Exchange { get; init; }

    /// <summary>Gets a value indicating whether another run of this process updates the model.</summary>
    internal bool IsFollower { get; init; }

    /// <summary>Gets a value indicating whether this process is rank 0 or the only one.</summary>
    internal bool IsOnFirstRank => Exchange is null or { IsFirst: true };

    /// <summary>The callbacks that are called in this process.</summary>
    internal IEnumerable<Callback> Callbacks =>
        Settings.Callbacks.Where(callback => IsOnFirstRank || !callback.RunsOnFirstRankOnly);

    /// <summary>The backup of the run; null if there is none.</summary>
    internal IRunBackup? Backup { get; }

    /// <summary>The names of the figures of a pass: the loss and the metrics.</summary>
    internal IEnumerable<string> MetricNames => tracker.Names;

    /// <summary>Ends training after the current batch; the validation and the callbacks at the end of its epoch still run.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>Writes the whole model to a file, as <c>model.Save(path)</c> does.</summary>
    /// <exception cref="IOException">The file cannot be written; an existing file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public void Save(string path) => Model.Save(path);

    /// <summary>Writes the parameters only to a file, as <c>model.SaveWeights(path)</c> does.</summary>
    /// <exception cref="IOException">The file cannot be written; an existing file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public void SaveWeights(string path) => Model.SaveWeights(path);

    /// <summary>Writes a warning, unless Fit is to write nothing at all.</summary>
    internal void Warn(string message)
    {
        if (Settings.Verbose != Verbosity.Silent)
            Output.WriteLine($"Warning: {message}");
    }

    /// <summary>
    /// Returns the direction in which a figure improves: down for losses, otherwise that of its metric; null if there is no figure of this
    /// name.
    /// </summary>
    internal MetricDirection? DirectionOf(string name) =>
        tracker.DirectionOf(name.StartsWith("val_", StringComparison.Ordinal) ? name[4..] : name);

    /// <summary>Validates at the beginning of training that callbacks can set the learning rate.</summary>
    /// <exception cref="InvalidOperationException">The optimizer follows a schedule.</exception>
    internal void RequireSettableLearningRate() => OptimizerState.RequireSettableLearningRate();

    internal void InvalidateLogs() => logsAreCurrent = false;

    /// <summary>
    /// Adds the figures of the validation, if there was one, and the values for each class or threshold to the figures of an epoch.
    /// </summary>
    internal void CompleteLogs(MetricTracker? validation)
    {
        CollectLogs(validation);
        tracker.CopyListsTo(logs);
        validation?.CopyListsTo(logs, "val_");
    }

    /// <summary>Advances to the next batch.</summary>
    internal void FinishStep()
    {
        Step++;
        if (!IsFollower)
            Backup?.AfterBatch(this);
    }

    /// <summary>Adds the figures of the epoch to the history and advances to the next epoch.</summary>
    internal void FinishEpoch()
    {
        History.Append(Epoch, Logs);
        bool isRoundOver = training.Count is int batches ? FirstBatch + Steps >= batches : Settings.StepsPerEpoch is null;
        (Epoch, FirstBatch, Step) = (Epoch + 1, isRoundOver ? 0 : FirstBatch + Steps, 0);
        if (!IsFollower)
            Backup?.AfterEpoch(this);
    }

    /// <summary>Restarts at the beginning of the data, whose end was reached with the last epoch but not known then.</summary>
    internal void BeginRound() => FirstBatch = 0;

    /// <summary>Saves the position of the run and its history.</summary>
    internal void SaveState(SavedState state)
    {
        state.Set("epoch", Epoch);
        state.Set("step", Step);
        state.Set("first_batch", FirstBatch);
        state.Set("is_stopping", IsStopping);
        state.Set("has_diverged", HasDiverged);
        History.SaveState(state.Part("history"));
        if (Step > 0)
            tracker.SaveState(state.Part(FiguresPart));
    }

    /// <summary>Restores the saved position and history.</summary>
    /// <exception cref="FormatException">An entry is missing, or the run has no such position.</exception>
    internal void RestoreState(SavedState state)
    {
        (Epoch, Step, FirstBatch) = (state.GetInt32("epoch"), state.GetInt32("step"), state.GetInt32("first_batch"));
        if (FirstBatch < 0 || FirstBatch >= (training.Count ?? int.MaxValue) || FirstBatch % StepsOfWholeEpoch != 0)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture,
                $"No epoch of {StepsOfWholeEpoch} steps begins with batch "
                + $"{FirstBatch}."));
        if (Epoch < 0 || Step < 0 || Step > MaxStep)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture,
                $"There is no batch {Step} of epoch {Epoch} in epochs of "
                + $"{Counted.Of(MaxStep, "batch")}."));
        (IsStopping, HasDiverged) = (state.GetBoolean("is_stopping"), state.GetBoolean("has_diverged"));
        History.RestoreState(state.Part("history"));
        if (Step > 0)
            RestoreFigures(state.Part(FiguresPart));
        IsResumed = true;
    }

    /// <summary>Validates that a backup within an epoch can save the state of the metrics.</summary>
    /// <exception cref="NotSupportedException">A metric does not save its state.</exception>
    internal void RequireSavableFigures()
    {
        try
        {
            tracker.SaveState(new SavedState());
        }
        catch (NotSupportedException exception)
        {
            throw new NotSupportedException($"A backup within an epoch needs the state of every metric. {exception.Message} Otherwise "
                + "back up at the ends of epochs only, with saveFreq: \"epoch\".", exception);
        }
    }

    /// <summary>Validates that the state of the metrics can be exchanged and merged between processes.</summary>
    /// <exception cref="NotSupportedException">A metric does not save or merge its state.</exception>
    internal void RequireMergeableFigures()
    {
        try
        {
            tracker.MergeWith(training.OwnTracker);
            tracker.SaveState(new SavedState());
        }
        catch (NotSupportedException exception)
        {
            throw new NotSupportedException("A metric cannot be reported by a training that several processes share: its accumulator "
                + $"has to override SaveState, RestoreState and MergeWith. {exception.Message}", exception);
        }
    }

    /// <summary>The number of steps of an epoch that does not reach the end of the data.</summary>
    private int StepsOfWholeEpoch => Math.Min(Settings.StepsPerEpoch ?? int.MaxValue, training.Count ?? int.MaxValue);

    /// <summary>The maximum number of steps of the epoch.</summary>
    private int MaxStep => Math.Min(Settings.StepsPerEpoch ?? int.MaxValue, (training.Count ?? int.MaxValue) - FirstBatch);

    /// <summary>Restores the figures of all rows. If several processes share the batches, those of rank 0 begin with them.</summary>
    private void RestoreFigures(SavedState state)
    {
        tracker.RestoreState(state);
        if (Exchange is { IsFirst: true })
            training.OwnTracker.RestoreState(state);
    }

    private void CollectLogs(MetricTracker? validation = null)
    {
        logs.Clear();
        tracker.CopyTo(logs);
        validation?.CopyTo(logs, "val_");
        logs.Sort();
        logsAreCurrent = true;
    }

    private static IRunBackup? OnlyBackup(IReadOnlyList<Callback> callbacks)
    {
        IRunBackup[] backups = [.. callbacks.OfType<IRunBackup>()];
        return backups.Length <= 1
            ? backups.FirstOrDefault()
            : throw new ArgumentException($"There are {backups.Length} callbacks that back the training up; give one.", nameof(callbacks));
    }
}
