using static NeuralNet.Tests.FitExample;

namespace NeuralNet.Tests;

/// <summary>Tests of a Fit that ends before its last epoch, and of its progress reports.</summary>
public class FitEndTests
{
    [Fact]
    public void CancellationEndsBetweenTwoBatches()
    {
        using var source = new CancellationTokenSource();
        var recorder = new HookRecorder { AtBatchEnd = run => CancelAt(run, epoch: 1, step: 1, source) };
        Sequential cancelled = Noisy(), stepwise = Noisy();
        History history = cancelled.Fit(
            X, Labels, batchSize: 10, epochs: 5, verbose: Verbosity.Silent, callbacks: [recorder], validationSplit: 0.2,
                cancellationToken: source.Token);
        Assert.Equal([0], history.Epochs);
        Assert.Equal(3 + 2, recorder.Count("BatchEnd"));
        Assert.Equal("TrainEnd", recorder.Hooks[^1]);
        Assert.Equal(1, recorder.Count("EpochEnd"));

        // The model is what five steps make of it, and can be used.
        var stopper = new HookRecorder { AtBatchEnd = run => StopAt(run, epoch: 1, step: 1) };
        stepwise.Fit(X, Labels, batchSize: 10, epochs: 5, verbose: Verbosity.Silent, callbacks: [stopper], validationSplit: 0.2);
        Assert.Equal(Bits.Of(stepwise), Bits.Of(cancelled));
        Assert.True(double.IsFinite(cancelled.Evaluate(X, Labels).Loss));
        Assert.Equal(2, cancelled.Fit(X, Labels, epochs: 2, verbose: Verbosity.Silent)["loss"].Count);
    }

    [Fact]
    public void CancelledBeforeItBeginsChangesNothing()
    {
        Sequential model = Noisy();
        int[] before = Bits.Of(model);
        History history = model.Fit(X, Labels, verbose: Verbosity.Silent, cancellationToken: new CancellationToken(canceled: true));
        Assert.Empty(history.Epochs);
        Assert.Equal(before, Bits.Of(model));
        Assert.Throws<OperationCanceledException>(
            () => model.Evaluate(X, Labels, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => model.Predict(X, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void StopEndsTheEpochAfterTheBatch()
    {
        var recorder = new HookRecorder { AtBatchEnd = run => StopAt(run, epoch: 0, step: 1) };
        History history = Noisy().Fit(X, Labels, batchSize: 10, epochs: 5, verbose: Verbosity.Silent, callbacks: [recorder]);
        Assert.Equal([0], history.Epochs);
        Assert.Equal(2, recorder.Count("BatchEnd"));
    }

    [Fact]
    public void ProgressIsReportedAtTheEndOfEachEpoch()
    {
        var reports = new List<TrainingProgress>();
        History history = Linear().Fit(X, Y, batchSize: 10, epochs: 3, verbose: Verbosity.Silent,
            progress: new DirectProgress(reports.Add));
        Assert.Equal([0, 1, 2], reports.Where(report => report.Step == report.Steps).Select(report => report.Epoch));
        Assert.All(reports, report => Assert.Equal((3, 3), (report.Epochs, report.Steps)));
        Assert.Equal(history["loss"][^1], reports[^1].Loss, 6);
        Assert.Equal(reports.OrderBy(report => report.Elapsed), reports);
    }

    private static void CancelAt(TrainingRun run, int epoch, int step, CancellationTokenSource source)
    {
        if (run.Epoch == epoch && run.Step == step)
            source.Cancel();
    }

    private static void StopAt(TrainingRun run, int epoch, int step)
    {
        if (run.Epoch == epoch && run.Step == step)
            run.Stop();
    }

    private sealed class DirectProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
