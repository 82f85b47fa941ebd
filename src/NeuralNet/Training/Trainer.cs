using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Trains a model. A Fit consists of epochs, an epoch of batches, and each batch is one step: forward pass, loss, backward pass, update.
/// The buffers of a step are allocated once for each batch size, so that a step allocates nothing.
/// </summary>
internal sealed class Trainer
{
    private readonly ITrainedModel model;
    private readonly LayerGraph graph;
    private readonly CompileSettings settings;
    private readonly OptimizerState optimizerState;
    private readonly OutputObjective[] objectives;
    private readonly Regularization regularization;
    private readonly bool isFollower;
    private RankExchange? exchange;
    private GradientBuckets? buckets;
    private bool showsBatches = true;

    /// <summary>
    /// Creates a trainer; <paramref name="losses"/> are those of the settings, resolved for the data. A follower computes a part of each
    /// batch for the update that another trainer of the same process makes (<see cref="TrainingStrategy.Parts"/>): it changes nothing of
    /// the model, and has no callbacks. It waits for the others in every exchange, so it reads no weights during an update.
    /// </summary>
    public Trainer(
        ITrainedModel model, LayerGraph graph, CompileSettings settings, IReadOnlyList<Loss> losses, OptimizerState optimizerState,
        bool isFollower = false)
    {
        this.isFollower = isFollower;
        this.model = model;
        this.graph = graph;
        this.settings = settings;
        this.optimizerState = optimizerState;
        objectives = [.. losses.Select((loss, output) => new OutputObjective(graph, output, loss, settings.LossWeights[output]))];
        regularization = new Regularization(graph.Parameters);
    }

    /// <summary>Trains until the last epoch, a Stop of a callback, or a cancellation, which takes effect between two batches.</summary>
    public History Fit(PassData training, PassData? validation, FitOptions fit, CancellationToken cancellationToken)
    {
        IEnumerable<Parameter> trained = graph.Parameters.Where(parameter => parameter.IsTrainable);
        if (!isFollower)
            optimizerState.Train(trained);
        ParameterSpace gradients = isFollower ? new ParameterSpace([.. trained]) : optimizerState.Gradients;
        exchange = RankExchange.For(fit.Strategy);
        buckets = exchange?.NewBuckets(graph, gradients);
        Pass trainingPass = NewPass(training, gradients);
        Pass? validationPass = validation is null ? null : NewPass(validation, gradients: null);
        var run = new TrainingRun(model, graph, settings, optimizerState, fit, training, trainingPass, validation)
        {
            Exchange = exchange,
            IsFollower = isFollower,
        };
        var callbacks = new CallbackList(AllCallbacks(run, trainingPass.Tracker));

        BeginExchange(run);
        WarnOfMissingBatches(run, trainingPass, validationPass);
        ConstantSoftmax.Warn(run);
        UnmatchedExclusion.Warn(run);
        run.Backup?.Restore(run);
        callbacks.OnTrainBegin(run);
        if (!isFollower)
            run.Backup?.RestoreCallbacks(run);
        bool isCancelled = exchange?.Agree(run, isCancelled: false) ?? false;
        while (!run.IsOver && !isCancelled)
            isCancelled = !TryRunEpoch(run, trainingPass, validationPass, callbacks, cancellationToken);
        if (isFollower)
            return run.History;
        settings.Optimizer.Finish(optimizerState);
        callbacks.OnTrainEnd(run);
        if (!isCancelled)
            run.Backup?.AfterTraining(run);
        return run.History;
    }

    /// <summary>
    /// Computes the loss and the metrics of data, or of their first batches, without changing the model; with a strategy, each process
    /// computes a part of each batch.
    /// </summary>
    /// <returns>The figures; null if one of several processes was cancelled.</returns>
    /// <exception cref="OperationCanceledException">The only process was cancelled.</exception>
    public Evaluation? Evaluate(PassData data, int? steps, TrainingStrategy? strategy, CancellationToken cancellationToken)
    {
        exchange = RankExchange.For(strategy);
        showsBatches = false;
        exchange?.RequireSameEvaluation(graph, data.Example.Rows, data.BatchSize);
        Pass pass = NewPass(data, gradients: null);
        if (!TryEvaluate(pass, steps ?? int.MaxValue, cancellationToken))
            return null;
        if (exchange is not null)
            pass.Merge(exchange);
        var results = new Logs();
        pass.Tracker.CopyTo(results);
        pass.Tracker.CopyListsTo(results);
        return new Evaluation(results);
    }

    /// <summary>Allocates the memory of steps of one batch size, for data of these shapes.</summary>
    public BatchBuffers NewBuffers(AlignedArrays data, int batchSize, ParameterSpace? gradients, BatchPart? part = null) => new(
        new ExecutionPlan(
            graph, [.. data.Inputs.Select(input => input.Shape.WithoutBatch().WithBatch(batchSize))],
            new PlanOptions { Gradients = gradients, TakesLogits = [.. objectives.Select(objective => objective.TakesLogits)] }),
        data, part);

    /// <summary>Runs one training step on the batch in the buffers. If the loss is not a finite number, the model is unchanged.</summary>
    /// <returns>The loss, computed with the weights from before the step.</returns>
    public double Step(BatchBuffers batch)
    {
        if (isFollower)
            return StepUnguarded(batch);
        model.StepGuard.BeginStep();
        try
        {
            return StepUnguarded(batch);
        }
        finally
        {
            model.StepGuard.EndStep();
        }
    }

    private double StepUnguarded(BatchBuffers batch)
    {
        batch.Plan.Forward(isTraining: true, model.Seed, optimizerState.Step, batch.Part);
        double loss = Loss(batch);
        if (!double.IsFinite(loss))
            return loss;

        foreach (OutputObjective objective in objectives)
            objective.PutGradient(batch);
        buckets?.Begin(batch.Part!);
        batch.Plan.Backward(buckets);
        buckets?.Complete();
        if (isFollower)
            return loss;
        regularization.AddGradients(optimizerState.Gradients);
        settings.Optimizer.Apply(optimizerState);
        batch.Plan.UpdateStatistics();
        return loss;
    }

    /// <summary>Computes the loss of the batch in the buffers without changing the model.</summary>
    public double Test(BatchBuffers batch)
    {
        batch.Plan.Forward(part: batch.Part);
        return Loss(batch);
    }

    /// <summary>
    /// Writes a warning if the data have too few batches for the requested steps, as Keras does (trainers/epoch_iterator.py).
    /// </summary>
    private static void WarnOfMissingBatches(TrainingRun run, Pass training, Pass? validation)
    {
        if (training.Count is int batches && run.Settings.StepsPerEpoch is int steps && batches % steps != 0)
        {
            string shorter = steps > batches
                ? FormattableString.Invariant($"so no epoch has more than {batches}")
                : "so the epoch that comes to their end is shorter";
            run.Warn(FormattableString.Invariant($"the data have {Counted.Of(batches, "batch")} and stepsPerEpoch is {steps}, {shorter}."));
        }

        if (run.Settings.ValidationSteps > validation?.Count)
            run.Warn(string.Create(CultureInfo.InvariantCulture,
                $"the validation data have {Counted.Of(validation.Count.Value, "batch")} and "
                + $"validationSteps is {run.Settings.ValidationSteps}, so no validation has more."));
    }

    /// <summary>
    /// Runs the remaining steps of an epoch and its validation; returns false if training was cancelled, also while waiting for data.
    /// </summary>
    private bool TryRunEpoch(
        TrainingRun run, Pass trainingPass, Pass? validationPass, CallbackList callbacks, CancellationToken cancellationToken)
    {
        try
        {
            return RunEpoch(run, trainingPass, validationPass, callbacks, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The wait for data precedes an agreement, in which the other processes take part.
            exchange?.Agree(run, isCancelled: true);
            return false;
        }
    }

    private bool RunEpoch(
        TrainingRun run, Pass trainingPass, Pass? validationPass, CallbackList callbacks, CancellationToken cancellationToken)
    {
        BeginData(run, trainingPass);
        if (run.Step == 0)
        {
            trainingPass.Reset();
            callbacks.OnEpochBegin(run);
            if (exchange?.Agree(run, isCancelled: false) ?? false)
                return false;
            if (run.IsStopping)
                return true;
        }

        if (!RunSteps(run, trainingPass, callbacks, cancellationToken))
            return false;
        if (exchange is not null)
            trainingPass.Merge(exchange);
        CheckWeights(run, callbacks);
        if (run.IsValidated && !RunValidation(run, validationPass!, callbacks, cancellationToken))
            return false;
        if (!run.IsValidated && IsCancelled(run, cancellationToken) && validationPass is not null)
            return false;
        if (!isFollower)
            optimizerState.Epoch++;
        run.CompleteLogs(run.IsValidated ? validationPass!.Tracker : null);
        callbacks.OnEpochEnd(run);
        bool isCancelled = exchange?.Agree(run, isCancelled: false) ?? false;
        run.FinishEpoch();
        return !isCancelled;
    }

    /// <summary>Continues where the last epoch ended, or restarts at the beginning of the data if that epoch reached their end.</summary>
    private void BeginData(TrainingRun run, Pass pass)
    {
        pass.Begin(model.Seed, run.Round, run.FirstBatch + run.Step);
        if (run.Step > 0 || run.FirstBatch == 0 || pass.HasNext())
            return;
        run.BeginRound();
        pass.Begin(model.Seed, run.Round, 0);
    }

    /// <summary>Runs the remaining steps of an epoch; returns false if training was cancelled.</summary>
    private bool RunSteps(TrainingRun run, Pass pass, CallbackList callbacks, CancellationToken cancellationToken)
    {
        int steps = run.Settings.StepsPerEpoch ?? int.MaxValue;
        while (run.Step < steps)
        {
            bool isCancelled = IsCancelled(run, cancellationToken, pass);
            if (run.IsStopping)
                return true;
            if (isCancelled)
                return false;
            if (pass.Read() is not { } batch)
                return EndOfData(run, pass);
            callbacks.OnBatchBegin(run);
            double loss = Step(batch);
            Report(pass, batch, loss);
            run.InvalidateLogs();
            if (!double.IsFinite(loss))
                EndDiverged(run, callbacks, run.Step, LossName(), loss);
            callbacks.OnBatchEnd(run);
            run.FinishStep();
        }

        return true;
    }

    /// <exception cref="InvalidOperationException">The data have no batches.</exception>
    private static bool EndOfData(TrainingRun run, Pass pass) => run.Step > 0 ? true : throw pass.NothingRead();

    /// <summary>
    /// Validates that the weights are finite at the end of an epoch: an update that overflows changes the loss of the next batch only,
    /// which the last batch does not have.
    /// </summary>
    private void CheckWeights(TrainingRun run, CallbackList callbacks)
    {
        foreach (Parameter parameter in optimizerState.Parameters)
        {
            int index = run.HasDiverged ? -1 : parameter.Value.IndexOfNotFinite();
            if (index >= 0)
                EndDiverged(run, callbacks, run.Step - 1, $"A value of '{graph.PathOf(parameter)}'", parameter.Value.Data[index]);
        }
    }

    /// <summary>Ends training without an exception if a callback requests it.</summary>
    /// <exception cref="TrainingDivergedException">No callback requests it.</exception>
    private static void EndDiverged(TrainingRun run, CallbackList callbacks, int batch, string what, double value)
    {
        if (!run.IsFollower && !callbacks.OnDiverged(run, value))
            throw new TrainingDivergedException(run.Epoch, batch, what, value);
        run.HasDiverged = true;
        run.Stop();
    }

    /// <summary>Evaluates the validation data; returns false if training was cancelled.</summary>
    private bool RunValidation(TrainingRun run, Pass pass, CallbackList callbacks, CancellationToken cancellationToken)
    {
        callbacks.OnTestBegin(run);
        pass.Reset();
        pass.Begin(model.Seed, 0, 0);
        int steps = run.Settings.ValidationSteps ?? int.MaxValue;
        if (!pass.HasNext())
            throw pass.NothingRead();
        for (int batch = 0; batch < steps; batch++)
        {
            if (IsCancelled(run, cancellationToken, pass, "validation data"))
                return false;
            if (!pass.HasNext())
                break;
            callbacks.OnTestBatchBegin(run);
            EvaluateBatch(pass);
            callbacks.OnTestBatchEnd(run);
        }

        if (exchange is not null)
            pass.Merge(exchange);
        callbacks.OnTestEnd(run);
        return true;
    }

    /// <summary>Adds the figures of batches; returns false if one of several processes was cancelled.</summary>
    /// <exception cref="OperationCanceledException">The only process was cancelled.</exception>
    private bool TryEvaluate(Pass pass, int steps, CancellationToken cancellationToken)
    {
        try
        {
            pass.Begin(model.Seed, 0, 0);
            for (int batch = 0; batch < steps; batch++)
            {
                if (exchange is null)
                    cancellationToken.ThrowIfCancellationRequested();
                else if (exchange.Agree(cancellationToken.IsCancellationRequested, pass))
                    return false;
                if (!EvaluateBatch(pass))
                    break;
            }

            return true;
        }
        catch (OperationCanceledException) when (exchange is not null && cancellationToken.IsCancellationRequested)
        {
            // The wait for data precedes an agreement, in which the other processes take part.
            exchange.Agree(isCancelled: true, pass);
            return false;
        }
    }

    /// <summary>Adds the figures of the next batch; returns false at the end of the data.</summary>
    private bool EvaluateBatch(Pass pass)
    {
        if (pass.Read() is not { } batch)
            return false;
        Report(pass, batch, Test(batch));
        return true;
    }

    /// <summary>Computes the total loss of all outputs and the penalties.</summary>
    private double Loss(BatchBuffers batch)
    {
        double[] sums = batch.LossSums;
        for (int output = 0; output < objectives.Length; output++)
            (sums[2 * output], sums[2 * output + 1]) = objectives[output].Evaluate(batch);
        sums[^1] = batch.Plan.Penalty();
        exchange?.SumLoss(sums, batch.Part!);
        double loss = regularization.Penalty() + sums[^1];
        for (int output = 0; output < objectives.Length; output++)
        {
            batch.OutputLosses[output] = objectives[output].LossOf(batch);
            loss += objectives[output].LossWeight * batch.OutputLosses[output];
        }

        return loss;
    }

    private Pass NewPass(PassData data, ParameterSpace? gradients)
    {
        return data.NewPass(NewBuffersFor, () => new MetricTracker(settings, graph, data.Example), isShared: exchange is not null);

        BatchBuffers NewBuffersFor(AlignedArrays arrays, int rows)
        {
            BatchPart? part = exchange?.PartOf(rows);
            return NewBuffers(arrays, part is null ? rows : Math.Max(1, part.Rows), gradients, part);
        }
    }

    /// <summary>Starts the training of several processes with the state of rank 0.</summary>
    private void BeginExchange(TrainingRun run)
    {
        if (exchange is null)
            return;
        run.RequireMergeableFigures();
        exchange.Begin(model, graph, optimizerState, run);
        FitOptions fit = run.Settings;
        showsBatches = exchange.Any(fit.Callbacks.Count > 0 || fit.Progress is not null || ProgressBar.For(fit) is not null);
    }

    /// <summary>
    /// Returns whether training was cancelled. Processes that train together agree on a cancellation, on a Stop, and on the next
    /// batch.
    /// </summary>
    private bool IsCancelled(TrainingRun run, CancellationToken cancellationToken, Pass? pass = null, string data = "data")
    {
        bool isRequested = cancellationToken.IsCancellationRequested;
        return exchange?.Agree(run, isRequested, pass, data) ?? isRequested;
    }

    /// <summary>
    /// Adds a batch to the figures. Those of all processes are merged after every batch only if a callback may read them.
    /// </summary>
    private void Report(Pass pass, BatchBuffers batch, double loss)
    {
        pass.OwnTracker.Update(batch, loss);
        if (exchange is not null && showsBatches)
            pass.Merge(exchange);
    }

    private string LossName() => exchange?.NotFiniteRank is int rank ? FormattableString.Invariant($"The loss of rank {rank}") : "The loss";

    private static IReadOnlyList<Callback> AllCallbacks(TrainingRun run, MetricTracker tracker)
    {
        if (run.IsFollower)
            return [];
        FitOptions fit = run.Settings;
        List<Callback> all = [.. run.Callbacks];
        if (fit.Progress is not null)
            all.Add(new ProgressReporter(fit.Progress, () => tracker.Loss));
        if (run.IsOnFirstRank && ProgressBar.For(fit) is { } progressBar)
            all.Add(progressBar);
        return all;
    }
}
