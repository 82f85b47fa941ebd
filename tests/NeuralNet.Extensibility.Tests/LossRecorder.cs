using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom callback that records losses.</summary>
public sealed class LossRecorder : Callback
{
    public List<double> Losses { get; } = [];

    protected override void OnEpochEnd(TrainingRun run) => Losses.Add(run.Logs["loss"]);

    protected override void SaveState(TrainingRun run, SavedState state) => state.Set("losses", Losses.ToArray());

    protected override void RestoreState(TrainingRun run, SavedState state)
    {
        Losses.Clear();
        Losses.AddRange(state.GetDoubles("losses"));
    }
}
