namespace NeuralNet;

/// <summary>
/// Estimates the performance of a model on data that it was not trained on: a new model is trained for each fold, on all rows but those
/// of the fold's test part, and evaluated on the test part. scikit-learn: model_selection/_validation.py, cross_validate and
/// cross_val_predict.
/// </summary>
public static class CrossValidation
{
    /// <summary>
    /// Trains and evaluates a model for each fold:
    /// <c>CrossValidation.Run(Create, x, y, KFold.Split(rows, shuffle: true), new FitOptions { Epochs = 20 })</c>.
    /// </summary>
    /// <param name="modelFactory">
    /// Creates and compiles the model of a fold. The arguments are the inputs and the targets of the training part only, so that
    /// preprocessing, such as <see cref="Normalization.Adapt"/>, learns nothing of the test part. Several threads may call the function at
    /// once, and each call returns a new model; where the models have seeds, the results are determined.
    /// </param>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="folds">
    /// The indices of the rows of each fold, as <see cref="KFold"/>, <see cref="StratifiedKFold"/>, <see cref="GroupKFold"/>,
    /// <see cref="TimeSeriesSplit"/> and <see cref="Split"/> return them. A row is in the test part of one fold at most.
    /// </param>
    /// <param name="options">
    /// The settings of the training of each fold; one epoch by default. The folds write nothing where <see cref="FitOptions.Verbose"/> is
    /// <see cref="Verbosity.Automatic"/>. Callbacks, validation data, progress and a strategy, which the folds would share, are not
    /// allowed.
    /// </param>
    /// <param name="callbacks">Creates the callbacks of a fold from its index; none by default.</param>
    /// <param name="progress">The receiver of a report at the end of each fold, on the thread of the fold.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>The figures of each fold, their mean and standard deviation, and the predictions of all test parts.</returns>
    /// <exception cref="ArgumentException">
    /// x and y differ in their number of rows, a part of a fold is empty or has a row that does not exist, a row is in both parts of a fold
    /// or in two test parts, or an option is not allowed.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A fold failed: the message names the fold, and the inner exception is the error. The other folds are ended.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    /// <remarks>
    /// As many folds as <see cref="Compute.DegreeOfParallelism"/> are trained at once, each on one thread. The results are the same bits
    /// for any number of threads. The rows of the folds in training are copied.
    /// </remarks>
    public static CrossValidationResult Run(
        Func<Tensor, Tensor, Model> modelFactory, Tensor x, Tensor y, IReadOnlyList<(int[] Train, int[] Test)> folds,
        FitOptions? options = null, Func<int, IReadOnlyList<Callback>>? callbacks = null,
        IProgress<CrossValidationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(modelFactory);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Run(
            (trainX, trainY) => modelFactory(trainX[0], trainY[0]), [x], [y], folds, options, callbacks, progress, cancellationToken);
    }

    /// <summary>Trains and evaluates a model of several inputs or outputs for each fold.</summary>
    /// <inheritdoc cref="Run(Func{Tensor, Tensor, Model}, Tensor, Tensor, IReadOnlyList{ValueTuple{int[], int[]}}, FitOptions?,
    /// Func{int, IReadOnlyList{Callback}}?, IProgress{CrossValidationProgress}?, CancellationToken)"/>
    public static CrossValidationResult Run(
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Model> modelFactory, IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y,
        IReadOnlyList<(int[] Train, int[] Test)> folds, FitOptions? options = null, Func<int, IReadOnlyList<Callback>>? callbacks = null,
        IProgress<CrossValidationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(modelFactory);
        return Run(
            new FoldTensors(modelFactory, x), RequireRows(x, y), y, folds, options, callbacks, progress, cancellationToken);
    }

    /// <summary>
    /// Trains and evaluates a model for each fold on rows of named values, such as a table. The encoders of the model of a fold, which
    /// learn from the training rows of that fold only, encode the rows of both parts.
    /// </summary>
    /// <param name="modelFactory">
    /// Creates and compiles the model of a fold, with its <see cref="Model.Encoders"/>, from the training rows and their targets. Several
    /// threads may call the function at once, and each call returns a new model with new encoders.
    /// </param>
    /// <param name="rows">The rows.</param>
    /// <param name="y">The targets, a row for each row of <paramref name="rows"/>.</param>
    /// <param name="folds">The indices of the rows of each fold. A row is in the test part of one fold at most.</param>
    /// <param name="options">The settings of the training of each fold; one epoch by default.</param>
    /// <param name="callbacks">Creates the callbacks of a fold from its index; none by default.</param>
    /// <param name="progress">The receiver of a report at the end of each fold, on the thread of the fold.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <inheritdoc cref="Run(Func{Tensor, Tensor, Model}, Tensor, Tensor, IReadOnlyList{ValueTuple{int[], int[]}}, FitOptions?,
    /// Func{int, IReadOnlyList{Callback}}?, IProgress{CrossValidationProgress}?, CancellationToken)"/>
    public static CrossValidationResult Run(
        Func<IRows, Tensor, Model> modelFactory, IRows rows, Tensor y, IReadOnlyList<(int[] Train, int[] Test)> folds,
        FitOptions? options = null, Func<int, IReadOnlyList<Callback>>? callbacks = null,
        IProgress<CrossValidationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(modelFactory);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(y);
        DataAlignment.RequireRows(nameof(y), nameof(y), Split.RowsOf(y, nameof(y)), nameof(rows), rows.RowCount);
        return Run(new FoldNamedRows(modelFactory, rows), rows.RowCount, [y], folds, options, callbacks, progress, cancellationToken);
    }

    private static CrossValidationResult Run(
        IFoldInputs inputs, int rows, IReadOnlyList<Tensor> y, IReadOnlyList<(int[] Train, int[] Test)> folds, FitOptions? options,
        Func<int, IReadOnlyList<Callback>>? callbacks, IProgress<CrossValidationProgress>? progress, CancellationToken cancellationToken)
    {
        FoldChecks.Require(folds, rows);
        using var run = new CrossValidationRun(
            inputs, y, folds, Checked(options ?? new FitOptions()), callbacks ?? (_ => []), progress, cancellationToken);
        return run.Run();
    }

    /// <summary>Validates that all tensors have the same number of rows, and returns it.</summary>
    private static int RequireRows(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y)
    {
        if (Require.NoNulls(x).Count == 0)
            throw new ArgumentException("'x' has no tensor; a model has an input at least.", nameof(x));
        Require.NoNulls(y);
        int rows = Split.RowsOf(x[0], nameof(x));
        string first = DataNames.At(nameof(x), 0, x.Count);
        for (int i = 1; i < x.Count; i++)
            DataAlignment.RequireRows(nameof(x), DataNames.At(nameof(x), i, x.Count), Split.RowsOf(x[i], nameof(x)), first, rows);
        for (int i = 0; i < y.Count; i++)
            DataAlignment.RequireRows(nameof(y), DataNames.At(nameof(y), i, y.Count), Split.RowsOf(y[i], nameof(y)), first, rows);
        return rows;
    }

    /// <summary>Validates that the options have nothing that folds would share, and returns those of a fold.</summary>
    private static FitOptions Checked(FitOptions options)
    {
        if (options.Callbacks.Count > 0)
            throw Shared(nameof(FitOptions.Callbacks), "Give the argument 'callbacks' a function that creates those of a fold.");
        if (options.ValidationData is not null)
            throw Shared(nameof(FitOptions.ValidationData), "Each fold is evaluated on its test part; ValidationSplit sets rows of its "
                + "training part apart.");
        if (options.Progress is not null)
            throw Shared(nameof(FitOptions.Progress), "The argument 'progress' receives a report at the end of each fold.");
        if (options.Strategy is not null)
            throw Shared(nameof(FitOptions.Strategy), "Each fold is trained in one process.");
        return options.Verbose == Verbosity.Automatic ? options with { Verbose = Verbosity.Silent } : options;
    }

    private static ArgumentException Shared(string option, string advice) =>
        new($"The option {option} would be shared by folds that are trained at once. {advice}", "options");
}
