using System.Globalization;

namespace NeuralNet;

/// <summary>One Fit as its callbacks see it: where it is, its figures, and how to steer it.</summary>
public sealed class TrainingRun
{
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
        Output = settings.Output ?? Console.Out;
        Backup = OnlyBackup(settings.Callbacks);
    }

    /// <summary>The epoch, counted from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>The number at which training ends unless it is stopped.</summary>
    public int Epochs => Settings.Epochs;

    /// <summary>The batch of the epoch, counted from 0.</summary>
    public int Step { get; private set; }

    /// <summary>
    /// The number of batches of the epoch; 0 while it is not known, as in the first epoch on a data set that does not say how many there
    /// are. With stepsPerEpoch, the epoch that comes to the end of the data may have fewer.
    /// </summary>
    public int Steps => training.Count is int batches
        ? Math.Max(Step, Math.Min(Settings.StepsPerEpoch ?? int.MaxValue, batches - FirstBatch))
        : Settings.StepsPerEpoch ?? 0;

    /// <summary>The number of samples of a batch; the last of an epoch may have fewer.</summary>
    public int BatchSize => batchSize;

    /// <summary>Gets a value indicating whether there are validation data, so that figures behind <c>val_</c> are to be expected.</summary>
    public bool HasValidation => ValidationData is not null;

    /// <summary>Gets a value indicating whether the epoch ends with a validation: not each does with validationFreq above 1.</summary>
    internal bool IsValidated => HasValidation && (Epoch + 1) % Settings.ValidationFreq == 0;

    /// <summary>Gets a value indicating whether every epoch ends with a validation.</summary>
    internal bool IsEachEpochValidated => HasValidation && Settings.ValidationFreq == 1;

    /// <summary>
    /// Whether <see cref="BackupAndRestore"/> found a training to go on with. Callbacks that begin a file in OnTrainBegin leave the
    /// old one as it is then.
    /// </summary>
    public bool IsResumed { get; private set; }

    /// <summary>The figures: at a batch's end those of the epoch so far, at an epoch's end also those of the validation.</summary>
    public Logs Logs
    {
        get
        {
            if (!logsAreCurrent)
                CollectLogs();
            return logs;
        }
    }

    /// <summary>What earlier epochs of this Fit reported.</summary>
    public History History { get; } = new();

    /// <summary>The parameters of the model, for callbacks that look at or keep weights.</summary>
    public IReadOnlyList<Parameter> Parameters => Graph.Parameters;

    /// <summary>Where Fit writes, for callbacks with something to say.</summary>
    public TextWriter Output { get; }

    /// <summary>The learning rate of the next update.</summary>
    /// <exception cref="InvalidOperationException">It is set although the optimizer follows a schedule.</exception>
    public float LearningRate
    {
        get => OptimizerState.LearningRate;
        set => OptimizerState.LearningRate = value;
    }

    /// <summary>How many training steps were made, over all Fits.</summary>
    internal long Iterations => OptimizerState.Step;

    /// <summary>Gets a value indicating whether <see cref="Stop"/> was called.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Gets a value indicating whether a loss or a weight became NaN or infinite and a callback took that upon itself.</summary>
    internal bool HasDiverged { get; set; }

    /// <summary>
    /// Gets a value indicating whether no epoch is left. One that was begun is brought to its end even after <see cref="Stop"/>.
    /// </summary>
    internal bool IsOver => Epoch >= Epochs || (IsStopping && Step == 0);

    internal ITrainedModel Model { get; }

    internal LayerGraph Graph { get; }

    internal CompileSettings Compiled { get; }

    internal OptimizerState OptimizerState { get; }

    internal FitOptions Settings { get; }

    internal PassData TrainingData { get; }

    /// <summary>
    /// The batch of the data with which the epoch began: the first, unless stepsPerEpoch ends epochs in the middle of the data. The next
    /// goes on from there, and where the data end, so does the epoch. Keras: trainers/epoch_iterator.py.
    /// </summary>
    internal int FirstBatch { get; private set; }

    /// <summary>The number of the order of the samples, the same until the data end: that of the epoch that began them.</summary>
    internal long Round => OptimizerState.Epoch - FirstBatch / StepsOfWholeEpoch;

    internal PassData? ValidationData { get; }

    /// <summary>What keeps the run; null if nothing does.</summary>
    internal IRunBackup? Backup { get; }

    /// <summary>The names of the figures of a pass: the loss and the metrics.</summary>
    internal IEnumerable<string> MetricNames => tracker.Names;

    /// <summary>Ends training: after the batch, and the epoch's end, that are under way.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>Writes the whole model to a file, as <c>model.Save(path)</c> does.</summary>
    /// <exception cref="IOException">The file cannot be written; an older one of that name is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public void Save(string path) => Model.Save(path);

    /// <summary>Writes the parameters alone to a file, as <c>model.SaveWeights(path)</c> does.</summary>
    /// <exception cref="IOException">The file cannot be written; an older one of that name is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public void SaveWeights(string path) => Model.SaveWeights(path);

    /// <summary>Writes that something is probably not as it was meant, unless nothing at all is to be written.</summary>
    internal void Warn(string message)
    {
        if (Settings.Verbose != Verbosity.Silent)
            Output.WriteLine($"Warning: {message}");
    }

    /// <summary>Which way a figure is better: down for losses, else as its metric says; null if there is none of this name.</summary>
    internal MetricDirection? DirectionOf(string name) =>
        tracker.DirectionOf(name.StartsWith("val_", StringComparison.Ordinal) ? name[4..] : name);

    /// <summary>For callbacks that will set the learning rate: better said at the beginning than in the middle.</summary>
    /// <exception cref="InvalidOperationException">The optimizer follows a schedule.</exception>
    internal void RequireSettableLearningRate() => OptimizerState.RequireSettableLearningRate();

    internal void InvalidateLogs() => logsAreCurrent = false;

    /// <summary>
    /// Completes an epoch's figures with those of the validation, if there was one, and with the values for each class or threshold.
    /// </summary>
    internal void CompleteLogs(MetricTracker? validation)
    {
        CollectLogs(validation);
        tracker.CopyListsTo(logs);
        validation?.CopyListsTo(logs, "val_");
    }

    /// <summary>Goes on to the next batch.</summary>
    internal void FinishStep()
    {
        Step++;
        Backup?.AfterBatch(this);
    }

    /// <summary>Takes the epoch's figures into the history and goes on to the next epoch.</summary>
    internal void FinishEpoch()
    {
        History.Append(Epoch, Logs);
        bool isRoundOver = training.Count is int batches ? FirstBatch + Steps >= batches : Settings.StepsPerEpoch is null;
        (Epoch, FirstBatch, Step) = (Epoch + 1, isRoundOver ? 0 : FirstBatch + Steps, 0);
        Backup?.AfterEpoch(this);
    }

    /// <summary>Begins the data anew: they had come to their end with the last epoch, which nobody could know before.</summary>
    internal void BeginRound() => FirstBatch = 0;

    /// <summary>Keeps where the run is and what it has reported.</summary>
    internal void SaveState(SavedState state)
    {
        state.Set("epoch", Epoch);
        state.Set("step", Step);
        state.Set("first_batch", FirstBatch);
        state.Set("is_stopping", IsStopping);
        state.Set("has_diverged", HasDiverged);
        History.SaveState(state.Part("history"));
        if (Step > 0)
            tracker.SaveState(state.Part("figures"));
    }

    /// <summary>Sets the run to where it was.</summary>
    /// <exception cref="FormatException">Something is missing, or the run has no such place.</exception>
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
            tracker.RestoreState(state.Part("figures"));
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

    /// <summary>The number of steps of an epoch that does not come to the end of the data.</summary>
    private int StepsOfWholeEpoch => Math.Min(Settings.StepsPerEpoch ?? int.MaxValue, training.Count ?? int.MaxValue);

    /// <summary>The number of steps that the epoch has at most.</summary>
    private int MaxStep => Math.Min(Settings.StepsPerEpoch ?? int.MaxValue, (training.Count ?? int.MaxValue) - FirstBatch);

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
