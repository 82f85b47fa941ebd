namespace NeuralNet;

/// <summary>Watches one figure of the epochs for something better (Keras: callbacks/monitor_callback.py).</summary>
internal sealed class Monitor
{
    private readonly string name, withoutFigure;
    private readonly float minDelta;
    private readonly bool isGreaterBetter;
    private bool hasWarned;

    /// <param name="name">The figure.</param>
    /// <param name="mode">Which way it is better.</param>
    /// <param name="minDelta">How much better counts as better.</param>
    /// <param name="run">The run.</param>
    /// <param name="withoutFigure">What the callback does where the figure is missing, as a sentence for the warning.</param>
    /// <exception cref="ArgumentException">The mode is automatic, and no metric has this name to say which way is better.</exception>
    public Monitor(string name, MonitorMode mode, float minDelta, TrainingRun run, string withoutFigure)
    {
        this.name = name;
        this.withoutFigure = withoutFigure;
        this.minDelta = minDelta;
        isGreaterBetter = mode switch
        {
            MonitorMode.Max => true,
            MonitorMode.Min => false,
            _ => (run.DirectionOf(name) ?? throw new ArgumentException(
                $"There is no metric named '{name}' to watch. Compile the model with it, or watch another; if a callback adds it, say mode: MonitorMode.Min or Max.")) == MetricDirection.Up,
        };
        Best = isGreaterBetter ? double.NegativeInfinity : double.PositiveInfinity;
    }

    /// <summary>The best value so far; infinitely bad at first.</summary>
    public double Best { get; set; }

    public void SaveState(SavedState state) => state.Set("best", Best);

    public void RestoreState(SavedState state) => Best = state.GetDouble("best");

    /// <summary>Returns whether the epoch reports the figure or should: one without a validation is not to report a figure of it.</summary>
    public bool IsDue(TrainingRun run) => run.Logs.TryGetValue(name, out _)
        || run.IsValidated || !run.HasValidation || !name.StartsWith("val_", StringComparison.Ordinal);

    /// <summary>Reads the figure. If it is missing, says so once.</summary>
    public bool TryRead(TrainingRun run, out double value)
    {
        if (run.Logs.TryGetValue(name, out value))
            return true;
        if (!hasWarned)
            run.Warn($"'{name}' is watched but was not reported; there are {string.Join(", ", run.Logs.Select(pair => pair.Key))}. {withoutFigure}");
        hasWarned = true;
        return false;
    }

    /// <summary>Returns whether a value is better than the best, or than another, by more than the least difference.</summary>
    public bool IsImprovement(double value, double? than = null) => isGreaterBetter
        ? value - minDelta > (than ?? Best)
        : value + minDelta < (than ?? Best);
}
