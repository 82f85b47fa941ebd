namespace NeuralNet;

public partial class Model
{
    private const int DefaultBatch = 32;

    private CompileSettings? settings;
    private OptimizerState? optimizerState;

    /// <summary>Gets a value indicating whether <see cref="Compile(Optimizer, Loss, Metric[])"/> was called.</summary>
    public bool IsCompiled => settings is not null;

    /// <summary>Configures the model for training. Another call resets the optimizer and keeps the weights.</summary>
    /// <param name="optimizer">The optimizer, or its Keras name for Keras's defaults.</param>
    /// <param name="loss">The loss of each output, or its Keras name.</param>
    /// <param name="metrics">The metrics of each output, which sample weights do not affect.</param>
    /// <exception cref="ArgumentException">Settings of the optimizer contradict each other, or a layer cannot be trained.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained.</exception>
    public void Compile(Optimizer optimizer, Loss loss, params Metric[] metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        Compile(optimizer, loss, metrics, []);
    }

    /// <summary>
    /// Configures the model for training, with metrics that sample weights affect. Weights may be negative, as in Keras: a loss is Σ w·l/N
    /// for any signs, and a weighted metric may then be outside its usual range.
    /// </summary>
    /// <param name="optimizer">The optimizer, or its Keras name for Keras's defaults.</param>
    /// <param name="loss">The loss of each output, or its Keras name.</param>
    /// <param name="metrics">The metrics of each output, which sample weights do not affect.</param>
    /// <param name="weightedMetrics">The metrics of each output in which samples count by their weights: Σ w·m/Σ w for a mean.</param>
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
    /// Configures a model with several outputs for training: the total loss is Σ lossWeightᵢ·lossᵢ. The name of an output's layer precedes
    /// its figures: <c>age_loss</c> (before its weight), <c>age_mae</c>.
    /// </summary>
    /// <param name="optimizer">The optimizer, or its Keras name for Keras's defaults.</param>
    /// <param name="losses">The loss of each output, or its Keras name.</param>
    /// <param name="lossWeights">The factor of each output's loss in the total; 1 by default.</param>
    /// <param name="metrics">The metrics of each output, which sample weights do not affect.</param>
    /// <param name="weightedMetrics">The metrics of each output in which samples count by their weights: Σ w·m/Σ w for a mean.</param>
    /// <exception cref="ArgumentException">
    /// A list does not have one entry for each output, settings of the optimizer contradict each other, or a layer cannot be trained.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model is being trained.</exception>
    public void Compile(
        Optimizer optimizer, IReadOnlyList<Loss> losses, IReadOnlyList<float>? lossWeights = null,
        IReadOnlyList<IReadOnlyList<Metric>>? metrics = null, IReadOnlyList<IReadOnlyList<Metric>>? weightedMetrics = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(losses);
        optimizer.Check();
        optimizer.CheckLayers(Graph);
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
    /// Trains the model. Another call continues from the current weights and the current state of the optimizer. The same seed gives the
    /// same results, bit by bit, on any number of threads.
    /// </summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="batchSize">
    /// The number of samples of a step; 32 by default, or the number that divides the data into <paramref name="stepsPerEpoch"/> batches.
    /// The last batch may be shorter.
    /// </param>
    /// <param name="epochs">
    /// The epoch at which training ends: the number of epochs, unless <paramref name="initialEpoch"/> is given.
    /// </param>
    /// <param name="verbose">
    /// The text that Fit writes; by default a progress bar on a terminal, and only warnings when the output is redirected.
    /// </param>
    /// <param name="callbacks">The callbacks, called in this order during training.</param>
    /// <param name="validationSplit">
    /// The fraction of the rows, the last ones, that is reserved for validation before any shuffling. Ignored if
    /// <paramref name="validationData"/> is given.
    /// </param>
    /// <param name="validationData">The data for validation, which override a <paramref name="validationSplit"/> as in Keras.</param>
    /// <param name="shuffle">
    /// Whether the samples are shuffled in each epoch; true by default. <c>"batch"</c> shuffles within each batch only.
    /// </param>
    /// <param name="classWeight">The weights of the samples of each class in the loss; 1 for classes without an entry.</param>
    /// <param name="sampleWeight">
    /// The weight of each sample in the loss: one for each row of x, or one for each step of outputs of shape (rows, steps, features).
    /// </param>
    /// <param name="initialEpoch">The index of the first epoch, to continue a training that was interrupted.</param>
    /// <param name="stepsPerEpoch">
    /// The number of steps of an epoch; by default the number of batches of the data. With fewer steps, the next epoch continues where this
    /// one ended; an epoch that reaches the end of the data ends there, and the next one starts again with their first batch, in a new
    /// order. With more steps, an epoch is one pass through the data. If an epoch is shorter than requested, a warning is written.
    /// </param>
    /// <param name="validationSteps">
    /// The number of batches of a validation, always the first ones; all by default. If the data have fewer, all are used and a warning is
    /// written.
    /// </param>
    /// <param name="validationBatchSize">
    /// The batch size of validation; by default <paramref name="batchSize"/>, or if that is not given, the number that divides the data
    /// into <paramref name="validationSteps"/> batches.
    /// </param>
    /// <param name="validationSampleWeight">The weight of each sample of <paramref name="validationData"/> in its loss.</param>
    /// <param name="validationFreq">The number of epochs from one validation to the next; 1 by default.</param>
    /// <param name="progress">The receiver of progress reports.</param>
    /// <param name="output">The writer of progress and warnings; the console by default.</param>
    /// <param name="checkFinite">Whether x and y are searched for NaN and infinity before training.</param>
    /// <param name="cancellationToken">Ends training between two batches; the model remains valid, and the history is returned.</param>
    /// <returns>The figures of each finished epoch.</returns>
    /// <exception cref="InvalidOperationException">
    /// The model is not compiled, or the model or a layer that the model shares with another one is being trained already.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The data do not fit the model, the loss or a metric, or contain NaN or infinity; arguments contradict each other, or an argument for
    /// validation is given without validation data.
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
    /// Trains a model with several inputs or outputs. Sample weights are one tensor for all outputs or one for each output, null for an
    /// output whose samples all weigh 1. Class weights require a single output.
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
    /// <param name="cancellationToken">Ends training between two batches; the model remains valid, and the history is returned.</param>
    /// <inheritdoc cref="Fit(Dataset, FitOptions?, CancellationToken)"/>
    public History Fit(Tensor x, Tensor y, FitOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Fit(Dataset.From(x, y), options, cancellationToken);
    }

    /// <summary>
    /// Trains the model on a data set. Another call continues from the current weights and the current state of the optimizer. The same
    /// seed gives the same results, bit by bit, on any number of threads.
    /// </summary>
    /// <param name="data">
    /// The inputs and the targets. Samples are grouped into batches of <see cref="FitOptions.BatchSize"/>; data that are batched already
    /// keep their size. <see cref="FitOptions.Shuffle"/> determines the order of rows of tensors; other data sets keep their own order.
    /// </param>
    /// <param name="options">The settings; one epoch in batches of 32 by default.</param>
    /// <param name="cancellationToken">Ends training between two batches; the model remains valid, and the history is returned.</param>
    /// <returns>The figures of each finished epoch.</returns>
    /// <exception cref="InvalidOperationException">
    /// The model is not compiled or is being trained already, or the data cannot be read; in the last case, the steps before the error have
    /// changed the model.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The data do not fit the model, the loss or a metric, contain NaN or infinity, are empty, or never end; settings contradict each
    /// other, or a setting for validation is given without validation data.
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

    /// <summary>Computes the loss and the metrics on the given data. The model is unchanged.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="batchSize">
    /// The number of rows of a batch; 32 by default, or the number that divides the data into <paramref name="steps"/> batches.
    /// </param>
    /// <param name="sampleWeight">
    /// The weight of each sample in the loss: one for each row of x, or one for each step of outputs of shape (rows, steps, features).
    /// </param>
    /// <param name="steps">The maximum number of batches to read, from the first on; all by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <exception cref="InvalidOperationException">
    /// The model is not compiled, or a training step changed the layers during the call.
    /// </exception>
    /// <exception cref="ArgumentException">The data do not fit the model, the loss or a metric, or contain NaN or infinity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize or steps is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Evaluation Evaluate(
        Tensor x, Tensor y, int? batchSize = null, Tensor? sampleWeight = null, int? steps = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Evaluate([x], [y], batchSize, sampleWeight is null ? null : [sampleWeight], steps, cancellationToken);
    }

    /// <summary>
    /// Computes the losses and the metrics of a model with several inputs or outputs. The model is unchanged.
    /// <paramref name="sampleWeight"/> is one tensor for all outputs or one for each output, null for an output whose samples all weigh 1.
    /// </summary>
    /// <inheritdoc cref="Evaluate(Tensor, Tensor, int?, Tensor?, int?, CancellationToken)"/>
    public Evaluation Evaluate(
        IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, int? batchSize = null, IReadOnlyList<Tensor?>? sampleWeight = null,
        int? steps = null, CancellationToken cancellationToken = default)
    {
        return Evaluate(new ArrayDataset(x, y, sampleWeight), batchSize, steps, cancellationToken);
    }

    /// <summary>Computes the losses and the metrics on a data set. The model is unchanged.</summary>
    /// <param name="data">The inputs and the targets.</param>
    /// <param name="batchSize">
    /// The number of samples of a batch; 32 by default, or for tensors the number that divides them into <paramref name="steps"/> batches.
    /// Data that are batched already keep their size.
    /// </param>
    /// <param name="steps">The maximum number of batches to read, from the first on; all by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or the data cannot be read.</exception>
    /// <exception cref="ArgumentException">The data do not fit the model, the loss or a metric, or contain NaN or infinity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize or steps is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
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

    /// <exception cref="ArgumentException">Settings contradict each other or the data.</exception>
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

    /// <summary>The number of values in the slots of the optimizer; 0 before training.</summary>
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

    /// <summary>
    /// Validates that the names of several outputs, which precede the names of their figures, do not make these look like figures of the
    /// validation.
    /// </summary>
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
