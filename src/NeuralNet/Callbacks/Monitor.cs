namespace NeuralNet;

/// <summary>Watches one metric of the epochs for an improvement (Keras: callbacks/monitor_callback.py).</summary>
internal sealed class Monitor
{
    private readonly string name, withoutMetric;
    private readonly float minDelta;
    private readonly bool isGreaterBetter;
    private bool hasWarned;

    /// <param name="name">The name of the metric.</param>
    /// <param name="mode">The direction in which the metric improves.</param>
    /// <param name="minDelta">The minimum change that counts as an improvement.</param>
    /// <param name="run">The run.</param>
    /// <param name="withoutMetric">The sentence of the warning that says what the callback does without the metric.</param>
    /// <exception cref="ArgumentException">
    /// The mode is automatic, and no metric has this name, which leaves the direction unknown.
    /// </exception>
    public Monitor(string name, MonitorMode mode, float minDelta, TrainingRun run, string withoutMetric)
    {
        this.name = name;
        this.withoutMetric = withoutMetric;
        this.minDelta = minDelta;
        isGreaterBetter = mode switch
        {
            MonitorMode.Max => true,
            MonitorMode.Min => false,
            _ => (run.DirectionOf(name) ?? throw new ArgumentException(
                $"There is no metric named '{name}' to watch. Compile the model with it, or watch another; if a callback adds it, say "
                    + "mode: MonitorMode.Min or Max.")) == MetricDirection.Up,
        };
        Best = isGreaterBetter ? double.NegativeInfinity : double.PositiveInfinity;
    }

    /// <summary>The best value so far; initially infinity in the worse direction.</summary>
    public double Best { get; set; }

    public void SaveState(SavedState state) => state.Set("best", Best);

    public void RestoreState(SavedState state) => Best = state.GetDouble("best");

    /// <summary>
    /// Returns whether the epoch reports the metric or should; an epoch without validation need not report a metric of the validation.
    /// </summary>
    public bool IsDue(TrainingRun run) => run.Logs.TryGetValue(name, out _)
        || run.IsValidated || !run.HasValidation || !name.StartsWith("val_", StringComparison.Ordinal);

    /// <summary>Reads the metric. If it is missing, writes a warning once.</summary>
    public bool TryRead(TrainingRun run, out double value)
    {
        if (run.Logs.TryGetValue(name, out value))
            return true;
        if (!hasWarned)
            run.Warn($"'{name}' is watched but was not reported; there are {string.Join(", ", run.Logs.Select(pair => pair.Key))}. "
                + $"{withoutMetric}");
        hasWarned = true;
        return false;
    }

    /// <summary>Returns whether a value is better than the best, or than another value, by more than the minimum change.</summary>
    public bool IsImprovement(double value, double? than = null) => isGreaterBetter
        ? value - minDelta > (than ?? Best)
        : value + minDelta < (than ?? Best);
}
