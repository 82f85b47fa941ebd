namespace NeuralNet;

public partial class Model
{
    private const int DefaultBatch = 32;

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
    /// <param name="cancellationToken">
    /// Ends training between two batches, or while it waits for data; the model remains valid, and the history of the finished epochs is
    /// returned.
    /// </param>
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
    /// <param name="cancellationToken">
    /// Ends training between two batches, or while it waits for data; the model remains valid, and the history of the finished epochs is
    /// returned.
    /// </param>
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
    /// <param name="cancellationToken">
    /// Ends training between two batches, or while it waits for data; the model remains valid, and the history of the finished epochs is
    /// returned.
    /// </param>
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
            return options.Strategy is { } strategy
                ? StrategyParts.Run(strategy, (part, isFollower) =>
                    FitPart(data, options with { Strategy = part }, compiled, isFollower, cancellationToken))
                : FitPart(data, options, compiled, isFollower: false, cancellationToken);
        }
        finally
        {
            stepGuard.EndTraining();
        }
    }

    /// <summary>
    /// Trains with one part of each batch. A follower computes a further part in the same process: it adds its gradients and figures, but
    /// the first part updates the model.
    /// </summary>
    private History FitPart(
        Dataset data, FitOptions options, CompileSettings compiled, bool isFollower, CancellationToken cancellationToken)
    {
        using FitData? prepared = PrepareUnlessCancelled(data, options, compiled, cancellationToken);
        return prepared is null
            ? new History()
            : new Trainer(this, Graph, compiled, prepared.Losses, optimizerState!, isFollower)
                .Fit(prepared.Training, prepared.Validation, options, cancellationToken);
    }

    /// <summary>Prepares the data; returns null if training is cancelled while the first batches are read, or a cache is built.</summary>
    private FitData? PrepareUnlessCancelled(
        Dataset data, FitOptions options, CompileSettings compiled, CancellationToken cancellationToken)
    {
        try
        {
            return PrepareFit(data, options, compiled, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && options.Strategy is null)
        {
            return null;
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
        RequireOrderForStates(options, data);
        if (options.ValidationData is not null || options.ValidationSplit > 0)
            return;
        RequireValidationFor(options.ValidationSteps, "validationSteps");
        RequireValidationFor(options.ValidationBatchSize, "validationBatchSize");
    }

    /// <summary>Checks that a batch can continue the samples of the batch before, as stateful layers suppose.</summary>
    private void RequireOrderForStates(FitOptions options, Dataset data)
    {
        if (Graph.Parts.FirstOrDefault(layer => layer is RecurrentLayer { IsStateful: true }) is not { } stateful)
            return;
        if (data is ArrayDataset arrays && (arrays.Order.IsShuffled || (!arrays.IsBatched && !options.Shuffle.IsNone)))
            throw new ArgumentException($"The layer '{stateful.Name}' ({stateful.ClassName}) is stateful: each batch continues the samples "
                + "of the batch before, so they keep their order. Pass shuffle: false.", "shuffle");
    }

    private static void RequireValidationFor(int? setting, string name)
    {
        if (setting is not null)
            throw new ArgumentException($"{name} was given, but nothing to validate with; give validationData or a validationSplit as "
                + "well.", name);
    }
}
