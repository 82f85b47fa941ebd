using NeuralNet;

namespace Extensions.Tests;

/// <summary>A callback of one's own.</summary>
public sealed class LossRecorder : Callback
{
    public List<double> Losses { get; } = [];

    protected override void OnEpochEnd(TrainingRun run) => Losses.Add(run.Logs["loss"]);
}
