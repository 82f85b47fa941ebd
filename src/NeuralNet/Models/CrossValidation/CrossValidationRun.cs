using System.Globalization;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// One cross-validation. The folds are parts of one piece of work of the pool, whose threads compute the passes of their folds alone
/// meanwhile: there are as many threads as <see cref="Compute.DegreeOfParallelism"/> allows, and not more.
/// </summary>
internal sealed class CrossValidationRun(
    IFoldInputs inputs, IReadOnlyList<Tensor> y, IReadOnlyList<(int[] Train, int[] Test)> folds, FitOptions options,
    Func<int, IReadOnlyList<Callback>> callbacks,
    IProgress<CrossValidationProgress>? progress, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly CrossValidationFold[] results = new CrossValidationFold[folds.Count];
    private readonly IReadOnlyList<Tensor>[] predictions = new IReadOnlyList<Tensor>[folds.Count];
    private readonly Exception?[] failures = new Exception?[folds.Count];
    private readonly Lock finishing = new();
    private readonly HashSet<Model> models = new(ReferenceEqualityComparer.Instance);
    private int completed;

    public CrossValidationResult Run()
    {
        WorkerPool.Shared.Run(folds.Count, new FoldBody(this), hasLongParts: true);
        int failed = Array.FindIndex(failures, failure => failure is not null);
        if (failed >= 0)
            throw Failed(failed, failures[failed]!);
        cancellationToken.ThrowIfCancellationRequested();
        RequireEqualNames();
        int[] rows = [.. folds.SelectMany(fold => fold.Test).Order()];
        return new CrossValidationResult(results, Enumerable.Range(0, predictions[0].Count).Select(output => InOrder(rows, output)), rows);
    }

    public void Dispose() => stop.Dispose();

    private void RunFold(int fold)
    {
        try
        {
            stop.Token.ThrowIfCancellationRequested();
            Train(fold);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Another fold failed, or the caller cancelled.
        }
        catch (Exception exception)
        {
            failures[fold] = exception;
            stop.Cancel();
        }
    }

    private void Train(int fold)
    {
        (int[] train, int[] test) = folds[fold];
        Tensor[] trainY = FoldTensors.Gather(y, train);
        (Model model, IReadOnlyList<Tensor> trainX) = inputs.CreateModel(train, trainY);
        RequireNew(model);
        FitOptions own = options with { Callbacks = callbacks(fold) };
        History history = model.Fit(Dataset.From(trainX, trainY), own, stop.Token);
        stop.Token.ThrowIfCancellationRequested();
        IReadOnlyList<Tensor> testX = inputs.Encode(model, test);
        Evaluation evaluation = model.Evaluate(testX, FoldTensors.Gather(y, test), options.BatchSize, cancellationToken: stop.Token);
        predictions[fold] = model.Predict(testX, cancellationToken: stop.Token);
        Finish(fold, new CrossValidationFold(history, evaluation));
    }

    private void Finish(int fold, CrossValidationFold result)
    {
        results[fold] = result;
        lock (finishing)
            progress?.Report(new CrossValidationProgress(fold, folds.Count, ++completed, result.Evaluation));
    }

    private void RequireNew(Model model)
    {
        lock (models)
        {
            if (!models.Add(model))
                throw new InvalidOperationException("The function 'modelFactory' returned a model that it had returned for another fold, "
                    + "and which would be trained on rows of the test part. It should create a new model each time.");
        }
    }

    private void RequireEqualNames()
    {
        string[] names = [.. results[0].Evaluation.Results.Select(pair => pair.Key)];
        for (int fold = 1; fold < results.Length; fold++)
        {
            string[] own = [.. results[fold].Evaluation.Results.Select(pair => pair.Key)];
            if (!own.SequenceEqual(names))
                throw new InvalidOperationException($"The model of fold {fold} has the figures {string.Join(", ", own)}; that of fold 0 "
                    + $"has {string.Join(", ", names)}. The models of all folds need the same metrics.");
        }
    }

    /// <summary>Returns the predictions of an output for the given rows, which are all rows of the test parts.</summary>
    private Tensor InOrder(int[] rows, int output)
    {
        Shape row = predictions[0][output].Shape.WithoutBatch();
        var ordered = new Tensor(row.WithBatch(rows.Length));
        for (int fold = 0; fold < folds.Count; fold++)
        {
            Tensor own = predictions[fold][output];
            if (!own.Shape.WithoutBatch().Equals(row))
                throw new InvalidOperationException($"The model of fold {fold} predicts rows of shape "
                    + $"{own.Shape.WithoutBatch().ToStringWithBatch()}; that of fold 0 predicts {row.ToStringWithBatch()}.");
            for (int i = 0; i < own.Rows; i++)
                own.Row(i).CopyTo(ordered.Row(Array.BinarySearch(rows, folds[fold].Test[i])));
        }

        return ordered;
    }

    private InvalidOperationException Failed(int fold, Exception exception) => new(
        string.Create(CultureInfo.InvariantCulture,
            $"Fold {fold} of {Counted.Numbers(folds.Count, "fold")} ({Counted.Of(folds[fold].Train.Length, "training row")}, "
                + $"{Counted.Of(folds[fold].Test.Length, "test row")}) failed: {exception.Message}"), exception);

    private readonly struct FoldBody(CrossValidationRun run) : IParallelBody
    {
        public void Run(int index) => run.RunFold(index);
    }
}
