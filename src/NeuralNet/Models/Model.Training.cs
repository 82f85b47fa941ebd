namespace NeuralNet;

public partial class Model
{
    private const int DefaultBatch = 32;

    private CompileSettings? settings;
    private OptimizerState? optimizerState;

    /// <summary>Gets a value indicating whether <see cref="Compile(Optimizer, Loss, Metric[])"/> was called.</summary>
    public bool IsCompiled => settings is not null;

    /// <summary>Says what the model is trained with. Called again, it starts the optimizer anew and leaves the weights.</summary>
    /// <param name="optimizer">The optimizer, or its name in Keras with Keras's defaults.</param>
    /// <param name="loss">The loss, or its name in Keras. With several outputs, each has it.</param>
    /// <param name="metrics">What else to report; sample weights do not affect it. With several outputs, each has them.</param>
    /// <exception cref="ArgumentException">Settings of the optimizer contradict each other, or a layer cannot be trained.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained.</exception>
    public void Compile(Optimizer optimizer, Loss loss, params Metric[] metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        Compile(optimizer, loss, metrics, []);
    }

    /// <summary>
    /// Says what the model is trained with, metrics that sample weights affect included. Weights may be negative, as in Keras: a loss is
    /// Σ w·l/N whatever the signs, and a weighted metric may then leave the range that it has otherwise.
    /// </summary>
    /// <param name="optimizer">The optimizer, or its name in Keras with Keras's defaults.</param>
    /// <param name="loss">The loss, or its name in Keras. With several outputs, each has it.</param>
    /// <param name="metrics">What else to report; sample weights do not affect it. With several outputs, each has them.</param>
    /// <param name="weightedMetrics">What else to report, each sample counting as its weight says: Σ w·m/Σ w of a mean.</param>
    /// <exception cref="ArgumentException">Settings of the optimizer contradict each other, or a layer cannot be trained.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained.</exception>
    public void Compile(Optimizer optimizer, Loss loss, IReadOnlyList<Metric> metrics, IReadOnlyList<Metric> weightedMetrics)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(weightedMetrics);
        int outputs = Graph.Outputs.Count;
        Compile(
            optimizer, [.. Enumerable.Repeat(loss, outputs)], null,
            [.. Enumerable.Repeat(metrics, outputs)], [.. Enumerable.Repeat(weightedMetrics, outputs)]);
    }

    /// <summary>
    /// Says what a model of several outputs is trained with: the total loss is Σ lossWeightᵢ·lossᵢ. The figures of an output are
    /// reported behind the name of its layer: <c>age_loss</c> (before its weight), <c>age_mae</c>.
    /// </summary>
    /// <param name="optimizer">The optimizer, or its name in Keras with Keras's defaults.</param>
    /// <param name="losses">The loss of each output, or its name in Keras.</param>
    /// <param name="lossWeights">The factor of each output's loss in the total; 1 by default.</param>
    /// <param name="metrics">What else to report of each output; sample weights do not affect it.</param>
    /// <param name="weightedMetrics">
    /// What else to report of each output, each sample counting as its weight says: Σ w·m/Σ w of a mean.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A list has not one entry for each output, settings of the optimizer contradict each other, or a layer cannot be trained.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model is being trained.</exception>
    public void Compile(
        Optimizer optimizer, IReadOnlyList<Loss> losses, IReadOnlyList<float>? lossWeights = null,
        IReadOnlyList<IReadOnlyList<Metric>>? metrics = null, IReadOnlyList<IReadOnlyList<Metric>>? weightedMetrics = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(losses);
        optimizer.Check();
        Trainability.Check(Graph);
        int outputs = Graph.Outputs.Count;
        var compiled = new CompileSettings(
            optimizer,
            OnePerOutput(losses, nameof(losses)),
            OnePerOutput(lossWeights ?? [.. Enumerable.Repeat(1f, outputs)], nameof(lossWeights)),
            OnePerOutput(metrics ?? [.. Enumerable.Repeat<IReadOnlyList<Metric>>([], outputs)], nameof(metrics)),
            OnePerOutput(weightedMetrics ?? [.. Enumerable.Repeat<IReadOnlyList<Metric>>([], outputs)], nameof(weightedMetrics)));
        foreach (float weight in compiled.LossWeights)
            Require.Finite(weight, nameof(lossWeights));
        CheckMetrics(compiled.Metrics, nameof(metrics));
        CheckMetrics(compiled.WeightedMetrics, nameof(weightedMetrics));
        CheckOutputNames();
        var state = new OptimizerState(optimizer, Graph.PathOf);
        stepGuard.Begin(nameof(Compile));
        (settings, optimizerState, singleSteps) = (compiled, state, null);
        stepGuard.End();
    }

    /// <summary>
    /// Trains the model. Called again, it goes on from the weights and the optimizer's state that are there.
    /// The same seed gives the same bits, on any number of threads.
    /// </summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="batchSize">
    /// How many samples make a step; 32 by default, or as many as make the data <paramref name="stepsPerEpoch"/> batches. The last batch
    /// may be shorter.
    /// </param>
    /// <param name="epochs">
    /// The epoch at which training ends: the number of epochs, unless <paramref name="initialEpoch"/> is given.
    /// </param>
    /// <param name="verbose">
    /// What to write; by default a progress bar on a terminal, nothing but warnings when the output is redirected.
    /// </param>
    /// <param name="callbacks">Called as training goes on.</param>
    /// <param name="validationSplit">
    /// The share of the rows, the last ones, that is set apart for validation before any shuffling; with
    /// <paramref name="validationData"/> nothing is set apart.
    /// </param>
    /// <param name="validationData">Data for validation. As in Keras they override a <paramref name="validationSplit"/>.</param>
    /// <param name="shuffle">
    /// Whether the samples are put in a new order for each epoch; true by default. <c>"batch"</c> does so within each batch only.
    /// </param>
    /// <param name="classWeight">How much the samples of a class count in the loss; 1 for those not named.</param>
    /// <param name="sampleWeight">
    /// How much each sample counts in the loss: one weight for each row of x, or one for each step of outputs (rows, steps, features).
    /// </param>
    /// <param name="initialEpoch">The number of the first epoch, to go on with a training that was interrupted.</param>
    /// <param name="stepsPerEpoch">
    /// How many steps make an epoch; by default as many as the data have batches. With fewer, the next epoch goes on where this one left
    /// off; an epoch that comes to the end of the data ends there, and the next begins at their beginning, in a new order. With more,
    /// an epoch is once through the data. Where epochs are shorter than was asked for, a warning says so.
    /// </param>
    /// <param name="validationSteps">
    /// How many batches a validation takes, always the first ones; all by default, and all, with a warning, if there are fewer.
    /// </param>
    /// <param name="validationBatchSize">
    /// The batch size of validation; <paramref name="batchSize"/> by default, or as many as make the data
    /// <paramref name="validationSteps"/> batches if neither is given.
    /// </param>
    /// <param name="validationSampleWeight">How much each sample of <paramref name="validationData"/> counts in its loss.</param>
    /// <param name="validationFreq">After how many epochs there is a validation; 1 by default.</param>
    /// <param name="progress">Told how far training is.</param>
    /// <param name="output">Where progress and warnings are written; the console by default.</param>
    /// <param name="checkFinite">Whether x and y are looked through for NaN and infinity before training.</param>
    /// <param name="cancellationToken">Ends training between two batches; the model is valid and the history is returned.</param>
    /// <returns>The figures of each finished epoch.</returns>
    /// <exception cref="InvalidOperationException">
    /// The model is not compiled, or it or a layer that it shares with another model is being trained already.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The data do not fit the model, the loss or a metric, or contain NaN or infinity; arguments contradict each other, or one is about a
    /// validation that there is not.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight became NaN or infinite.</exception>
    public History Fit(
        Tensor x, Tensor y, int? batchSize = null, int epochs = 1, Verbosity verbose = Verbosity.Automatic,
        IEnumerable<Callback>? callbacks = null, double validationSplit = 0, (Tensor X, Tensor Y)? validationData = null,
        Shuffle shuffle = default, IReadOnlyDictionary<int, float>? classWeight = null, Tensor? sampleWeight = null,
        int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null, int? validationBatchSize = null,
        int validationFreq = 1,
        Tensor? validationSampleWeight = null, IProgress<TrainingProgress>? progress = null, TextWriter? output = null,
        bool checkFinite = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Fit(
            [x], [y], batchSize, epochs, verbose, callbacks, validationSplit,
            validationData is { } validation ? ([validation.X], [validation.Y]) : null,
            shuffle, classWeight, sampleWeight is null ? null : [sampleWeight], initialEpoch, stepsPerEpoch, validationSteps,
            validationBatchSize, validationFreq, validationSampleWeight is null ? null : [validationSampleWeight], progress, output,
            checkFinite, cancellationToken);
    }

    /// <summary>
    /// Trains a model of several inputs or outputs. Sample weights are one tensor for all outputs or one for each, null for an output whose
    /// samples count alike. Class weights are for models of one output.
    /// </summary>
    /// <inheritdoc cref="Fit(Tensor, Tensor, int?, int, Verbosity, IEnumerable{Callback}?, double, ValueTuple{Tensor, Tensor}?, Shuffle,
    /// IReadOnlyDictionary{int, float}?, Tensor?, int, int?, int?, int?, int, Tensor?, IProgress{TrainingProgress}?, TextWriter?, bool,
    /// CancellationToken)"/>
    public History Fit(
        IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, int? batchSize = null, int epochs = 1, Verbosity verbose = Verbosity.Automatic,
        IEnumerable<Callback>? callbacks = null, double validationSplit = 0,
        (IReadOnlyList<Tensor> X, IReadOnlyList<Tensor> Y)? validationData = null,
        Shuffle shuffle = default, IReadOnlyDictionary<int, float>? classWeight = null, IReadOnlyList<Tensor?>? sampleWeight = null,
        int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null, int? validationBatchSize = null,
        int validationFreq = 1,
        IReadOnlyList<Tensor?>? validationSampleWeight = null, IProgress<TrainingProgress>? progress = null, TextWriter? output = null,
        bool checkFinite = true, CancellationToken cancellationToken = default)
    {
        if (validationSampleWeight is not null && validationData is null)
            throw new ArgumentException("validationSampleWeight goes with validationData, which was not given. The rows of a "
                + "validationSplit take their weights from sampleWeight.", nameof(validationSampleWeight));
        var options = new FitOptions
        {
            Epochs = epochs,
            BatchSize = batchSize,
            Verbose = verbose,
            Callbacks = callbacks is null ? [] : [.. callbacks],
            ValidationSplit = validationSplit,
            ValidationData = validationData is { } validation ? new ArrayDataset(validation.X, validation.Y, validationSampleWeight) : null,
            Shuffle = shuffle,
            ClassWeight = classWeight,
            InitialEpoch = initialEpoch,
            StepsPerEpoch = stepsPerEpoch,
            ValidationSteps = validationSteps,
            ValidationBatchSize = validationBatchSize,
            ValidationFreq = validationFreq,
            Progress = progress,
            Output = output,
            CheckFinite = checkFinite,
        };
        return Fit(new ArrayDataset(x, y, sampleWeight), options, cancellationToken);
    }

    /// <summary>Trains the model on inputs and targets with the settings of a <see cref="FitOptions"/>.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancellationToken">Ends training between two batches; the model is valid and the history is returned.</param>
    /// <inheritdoc cref="Fit(Dataset, FitOptions?, CancellationToken)"/>
    public History Fit(Tensor x, Tensor y, FitOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Fit(Dataset.From(x, y), options, cancellationToken);
    }

    /// <summary>
    /// Trains the model on a data set. Called again, it goes on from the weights and the optimizer's state that are there. The same seed
    /// gives the same bits, on any number of threads.
    /// </summary>
    /// <param name="data">
    /// The inputs and the targets. Samples are put together to batches of <see cref="FitOptions.BatchSize"/>; data that are batched have
    /// their own size. Rows of tensors are shuffled as <see cref="FitOptions.Shuffle"/> says; other data sets come in their own order.
    /// </param>
    /// <param name="options">The settings; one epoch in batches of 32 by default.</param>
    /// <param name="cancellationToken">Ends training between two batches; the model is valid and the history is returned.</param>
    /// <returns>The figures of each finished epoch.</returns>
    /// <exception cref="InvalidOperationException">
    /// The model is not compiled, or it is being trained already; or the data cannot be read, and the model is what the steps up to there
    /// have made it.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The data do not fit the model, the loss or a metric, contain NaN or infinity, come to nothing, or never end; settings contradict
    /// each other, or one is about a validation that there is not.
    /// </exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight became NaN or infinite.</exception>
    /// <exception cref="RankFailedException">Another process of the <see cref="FitOptions.Strategy"/> has left the training.</exception>
    public History Fit(Dataset data, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new FitOptions();
        try
        {
            return FitUnguarded(data, options, cancellationToken);
        }
        catch (Exception exception) when (options.Strategy is { Count: > 1 })
        {
            options.Strategy.Fail(exception);
            throw;
        }
    }

    private History FitUnguarded(Dataset data, FitOptions options, CancellationToken cancellationToken)
    {
        stepGuard.BeginTraining(nameof(Fit));
        try
        {
            CompileSettings compiled = RequireCompiled(nameof(Fit));
            CheckSettings(options, data);
            Trainability.Check(Graph);
            singleSteps = null;
            using FitData prepared = PrepareFit(data, options, compiled, cancellationToken);
            return new Trainer(this, Graph, compiled, prepared.Losses, optimizerState!)
                .Fit(prepared.Training, prepared.Validation, options, cancellationToken);
        }
        finally
        {
            stepGuard.EndTraining();
        }
    }

    /// <summary>The loss and the metrics on some data. Nothing of the model is changed.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="batchSize">
    /// How many rows are taken at a time; 32 by default, or as many as make the data <paramref name="steps"/> batches.
    /// </param>
    /// <param name="sampleWeight">
    /// How much each sample counts in the loss: one weight for each row of x, or one for each step of outputs (rows, steps, features).
    /// </param>
    /// <param name="steps">How many batches are taken, the first ones; all by default, and all if there are fewer.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or a training step was made at the same time.</exception>
    /// <exception cref="ArgumentException">The data do not fit the model, the loss or a metric, or contain NaN or infinity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize or steps is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Evaluation Evaluate(
        Tensor x, Tensor y, int? batchSize = null, Tensor? sampleWeight = null, int? steps = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Evaluate([x], [y], batchSize, sampleWeight is null ? null : [sampleWeight], steps, cancellationToken);
    }

    /// <summary>
    /// The losses and the metrics of a model of several inputs or outputs. Nothing of the model is changed.
    /// <paramref name="sampleWeight"/> is one tensor for all outputs or one for each, null for an output whose samples count alike.
    /// </summary>
    /// <inheritdoc cref="Evaluate(Tensor, Tensor, int?, Tensor?, int?, CancellationToken)"/>
    public Evaluation Evaluate(
        IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, int? batchSize = null, IReadOnlyList<Tensor?>? sampleWeight = null,
        int? steps = null, CancellationToken cancellationToken = default)
    {
        return Evaluate(new ArrayDataset(x, y, sampleWeight), batchSize, steps, cancellationToken);
    }

    /// <summary>The losses and the metrics on a data set. Nothing of the model is changed.</summary>
    /// <param name="data">The inputs and the targets.</param>
    /// <param name="batchSize">
    /// How many samples are taken at a time; by default 32, or as many as make tensors <paramref name="steps"/> batches. Data that are
    /// batched have their own.
    /// </param>
    /// <param name="steps">How many batches are taken, the first ones; all by default, and all if there are fewer.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or the data cannot be read.</exception>
    /// <exception cref="ArgumentException">The data do not fit the model, the loss or a metric, or contain NaN or infinity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize or steps is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Evaluation Evaluate(Dataset data, int? batchSize = null, int? steps = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        CompileSettings compiled = RequireCompiled(nameof(Evaluate));
        Require.PositiveIfGiven(batchSize);
        Require.PositiveIfGiven(steps);
        (PassData prepared, IReadOnlyList<Loss> losses) = PrepareEvaluation(data, batchSize, steps, compiled, cancellationToken);
        using (prepared)
        {
            int begun = stepGuard.BeginPrediction();
            Evaluation evaluation = new Trainer(this, Graph, compiled, losses, optimizerState!).Evaluate(prepared, steps,
                cancellationToken);
            stepGuard.EndPrediction(begun);
            return evaluation;
        }
    }

    /// <exception cref="ArgumentException">Settings contradict each other, or the data.</exception>
    private void CheckSettings(FitOptions options, Dataset data)
    {
        if (options.ClassWeight is not null && data is ArrayDataset { SampleWeight: not null })
            throw new ArgumentException("classWeight and sampleWeight were both given; multiply them into one sampleWeight.",
                "classWeight");
        if (options.ClassWeight is not null && Graph.Outputs.Count > 1)
            throw new ArgumentException($"classWeight does not say to which of the {Graph.Outputs.Count} outputs its classes belong; "
                + "give a sampleWeight.", "classWeight");
        if (options.ValidationData is not null || options.ValidationSplit > 0)
            return;
        RequireValidationFor(options.ValidationSteps, "validationSteps");
        RequireValidationFor(options.ValidationBatchSize, "validationBatchSize");
    }

    private static void RequireValidationFor(int? setting, string name)
    {
        if (setting is not null)
            throw new ArgumentException($"{name} was given, but nothing to validate with; give validationData or a validationSplit as "
                + "well.", name);
    }

    /// <summary>How many numbers the optimizer remembers; 0 before training.</summary>
    internal long OptimizerParameters => optimizerState?.Slots.Sum(slots => slots.Sum(slot => (long)slot.Length)) ?? 0;

    private IReadOnlyList<T> OnePerOutput<T>(IReadOnlyList<T> values, string name)
    {
        if (values.Count != Graph.Outputs.Count)
            throw new ArgumentException($"'{name}' takes one entry for each output of the model "
                + $"({string.Join(", ", Graph.OutputNames)}), {Graph.Outputs.Count} in all; it has {values.Count}.", name);
        return [.. Require.NoNulls(values, name)];
    }

    private static void CheckMetrics(IReadOnlyList<IReadOnlyList<Metric>> metricsOfOutputs, string name)
    {
        foreach (Metric metric in metricsOfOutputs.SelectMany(metrics => Require.NoNulls(metrics, name)))
            Metric.CheckName(metric.Name);
    }

    /// <summary>With several outputs, figures are reported behind the name of the output's layer.</summary>
    private void CheckOutputNames()
    {
        string? name = Graph.OutputNames.FirstOrDefault(name => (name + "_").StartsWith("val_", StringComparison.Ordinal));
        if (name is not null && Graph.Outputs.Count > 1)
            throw new InvalidOperationException($"The loss of the output '{name}' would be reported as {name}_loss, which looks like a "
                + "figure of the validation. Give the output's layer a name that does not begin with val.");
    }

    private IReadOnlyList<Loss> Resolve(IReadOnlyList<Loss> losses, IReadOnlyList<Tensor> y)
    {
        Require.NoNulls(y);
        Shape[] outputs = [.. Graph.OutputShapes];
        return [.. losses.Select((loss, i) => i < y.Count ? Resolved(loss, y[i].Shape, outputs[i].WithBatch(y[i].Rows)) : loss)];

        static Loss Resolved(Loss loss, Shape target, Shape prediction) => loss.Resolve(target, prediction)
            ?? throw new InvalidOperationException($"The loss '{loss.Name}' ({loss.ClassName}) stands for nothing: its Resolve returned "
                + "null.");
    }

    private CompileSettings RequireCompiled(string operation) => settings
        ?? throw new InvalidOperationException($"The model '{Name}' is not compiled. Call Compile(optimizer, loss, metrics) before "
            + $"{operation}.");
}
