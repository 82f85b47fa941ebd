namespace NeuralNet;

/// <summary>One Fit as its callbacks see it: where it is, its figures, and how to steer it.</summary>
public sealed class TrainingRun
{
    private readonly OptimizerState optimizerState;
    private readonly MetricTracker tracker;
    private readonly Logs logs = new();
    private bool logsAreCurrent;

    internal TrainingRun(LayerGraph graph, OptimizerState optimizerState, MetricTracker tracker, FitSettings settings, int steps, bool hasValidation)
    {
        Graph = graph;
        this.optimizerState = optimizerState;
        this.tracker = tracker;
        Epochs = settings.Epochs;
        Epoch = settings.InitialEpoch;
        BatchSize = settings.BatchSize;
        Steps = steps;
        HasValidation = hasValidation;
        Output = settings.Output ?? Console.Out;
    }

    /// <summary>The epoch, counted from 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The number at which training ends unless it is stopped.</summary>
    public int Epochs { get; }

    /// <summary>The batch of the epoch, counted from 0.</summary>
    public int Step { get; internal set; }

    /// <summary>The number of batches of an epoch.</summary>
    public int Steps { get; }

    /// <summary>The number of samples of a batch; the last of an epoch may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Whether there are validation data, so that figures behind <c>val_</c> are to be expected.</summary>
    public bool HasValidation { get; }

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
        get => optimizerState.LearningRate;
        set => optimizerState.LearningRate = value;
    }

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Whether a loss or a weight became NaN or infinite and a callback took that upon itself.</summary>
    internal bool HasDiverged { get; set; }

    internal LayerGraph Graph { get; }

    /// <summary>The names of the figures of a pass: the loss and the metrics.</summary>
    internal IEnumerable<string> MetricNames => tracker.Names;

    /// <summary>Ends training: after the batch, and the epoch's end, that are under way.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>Which way a figure is better: down for losses, else as its metric says; null if there is none of this name.</summary>
    internal MetricDirection? DirectionOf(string name) =>
        tracker.DirectionOf(name.StartsWith("val_", StringComparison.Ordinal) ? name[4..] : name);

    /// <summary>For callbacks that will set the learning rate: better said at the beginning than in the middle.</summary>
    /// <exception cref="InvalidOperationException">The optimizer follows a schedule.</exception>
    internal void RequireSettableLearningRate() => optimizerState.RequireSettableLearningRate();

    internal void InvalidateLogs() => logsAreCurrent = false;

    /// <summary>Completes an epoch's figures with those of the validation, if there was one.</summary>
    internal void CollectLogs(MetricTracker? validation = null)
    {
        logs.Clear();
        tracker.CopyTo(logs);
        validation?.CopyTo(logs, "val_");
        logs.Sort();
        logsAreCurrent = true;
    }
}
