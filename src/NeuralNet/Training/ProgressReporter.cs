using System.Diagnostics;

namespace NeuralNet;

/// <summary>Passes progress on to a caller's <see cref="IProgress{T}"/>, at most every 50 ms and at the end of each epoch.</summary>
internal sealed class ProgressReporter(IProgress<TrainingProgress> progress, Func<double> loss) : Callback
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan lastReport = -Interval;

    protected internal override void OnBatchEnd(TrainingRun run)
    {
        TimeSpan elapsed = watch.Elapsed;
        if (elapsed - lastReport < Interval && run.Step + 1 < run.Steps)
            return;
        lastReport = elapsed;
        progress.Report(new TrainingProgress(run.Epoch, run.Epochs, run.Step + 1, run.Steps, loss(), elapsed));
    }
}
