using System.Diagnostics;

namespace NeuralNet;

/// <summary>Reports progress to a caller's <see cref="IProgress{T}"/>, at most every 50 ms and at the end of each epoch.</summary>
internal sealed class ProgressReporter(IProgress<TrainingProgress> progress, Func<double> loss) : Callback
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan lastReport = -Interval;
    private int reportedStep;

    protected internal override void OnBatchEnd(TrainingRun run)
    {
        TimeSpan elapsed = watch.Elapsed;
        if (elapsed - lastReport >= Interval || run.Step + 1 == run.Steps)
            Report(run, run.Step + 1, elapsed);
    }

    /// <summary>Reports the end of an epoch whose last batch was not known to be the last.</summary>
    protected internal override void OnEpochEnd(TrainingRun run)
    {
        if (reportedStep != run.Step)
            Report(run, run.Step, watch.Elapsed);
        reportedStep = 0;
    }

    private void Report(TrainingRun run, int step, TimeSpan elapsed)
    {
        (reportedStep, lastReport) = (step, elapsed);
        progress.Report(new TrainingProgress(run.Epoch, run.Epochs, step, run.Steps, loss(), elapsed));
    }
}
