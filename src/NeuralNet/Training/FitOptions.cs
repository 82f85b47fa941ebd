namespace NeuralNet;

/// <summary>
/// The settings of a Fit: <c>model.Fit(x, y, new FitOptions { Epochs = 20, ValidationSplit = 0.2 })</c>. Each setting is validated when it
/// is set, and the message names the setting as the argument of Fit: <c>epochs</c>. Keras: trainers/trainer.py, <c>fit</c>.
/// </summary>
public sealed record FitOptions
{
    private readonly int? epochs;

    /// <summary>The epoch at which training ends: the number of epochs, unless <see cref="InitialEpoch"/> is given; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int Epochs { get => epochs ?? 1; init => epochs = Require.Positive(value, "epochs"); }

    /// <summary>
    /// The number of samples of a step; by default 32, or for tensors the number that divides them into <see cref="StepsPerEpoch"/>
    /// batches. The last batch may be shorter.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? BatchSize { get; init => field = Require.PositiveIfGiven(value, "batchSize"); }

    /// <summary>
    /// The text that Fit writes; by default a progress bar on a terminal, and only warnings when the output is redirected.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such verbosity.</exception>
    public Verbosity Verbose { get; init => field = Require.Defined(value, "verbose"); }

    /// <summary>The callbacks, called in this order during training.</summary>
    /// <exception cref="ArgumentNullException">The list or an element is null.</exception>
    public IReadOnlyList<Callback> Callbacks { get; init => field = [.. Require.NoNulls(value, "callbacks")]; } = [];

    /// <summary>
    /// The fraction of the rows, the last ones, that is reserved for validation before any shuffling. Ignored if
    /// <see cref="ValidationData"/> is set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not at least 0 and less than 1.</exception>
    public double ValidationSplit
    {
        get;
        init => field = value is >= 0 and < 1
            ? value
            : throw Require.Wrong("validationSplit", value, "'validationSplit' must be at least 0 and less than 1.");
    }

    /// <summary>
    /// The data for validation: <c>ValidationData = (x, y)</c>, or <c>(x, y, sampleWeight)</c>. The data override a
    /// <see cref="ValidationSplit"/>, as in Keras.
    /// </summary>
    public Dataset? ValidationData { get; init; }

    /// <summary>
    /// The order of the rows of tensors, which are shuffled in each epoch with true, the default. <c>"batch"</c> shuffles within each batch
    /// only. Other data sets keep their own order.
    /// </summary>
    public Shuffle Shuffle { get; init; }

    /// <summary>The weights of the samples of each class in the loss; 1 for classes without an entry. For models with one output.</summary>
    public IReadOnlyDictionary<int, float>? ClassWeight { get; init; }

    /// <summary>The index of the first epoch, to continue a training that was interrupted; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int InitialEpoch { get; init => field = Require.NonNegative(value, "initialEpoch"); }

    /// <summary>
    /// The number of steps of an epoch; by default the number of batches of the data. With fewer steps, the next epoch continues where this
    /// one ended; an epoch that reaches the end of the data ends there, and the next one starts again with their first batch, in a new
    /// order. With more steps, an epoch is one pass through the data. If an epoch is shorter than requested, a warning is written.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? StepsPerEpoch { get; init => field = Require.PositiveIfGiven(value, "stepsPerEpoch"); }

    /// <summary>
    /// The number of batches of a validation, always the first ones; all by default. If the data have fewer, all are used and a warning is
    /// written.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? ValidationSteps { get; init => field = Require.PositiveIfGiven(value, "validationSteps"); }

    /// <summary>
    /// The batch size of validation; by default <see cref="BatchSize"/>, or if that is not given, the number that divides the data into
    /// <see cref="ValidationSteps"/> batches.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? ValidationBatchSize { get; init => field = Require.PositiveIfGiven(value, "validationBatchSize"); }

    /// <summary>The number of epochs from one validation to the next; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int ValidationFreq { get; init => field = Require.Positive(value, "validationFreq"); } = 1;

    /// <summary>The receiver of progress reports.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The writer of progress and warnings; the console by default.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>The strategy by which several processes train the model together; null, the default, for one process.</summary>
    public TrainingStrategy? Strategy { get; init; }

    /// <summary>Gets a value indicating whether inputs and targets are searched for NaN and infinity; true by default.</summary>
    public bool CheckFinite { get; init; } = true;

    /// <summary>
    /// Returns these settings with a number of epochs if <see cref="Epochs"/> is not set, for classes that train by FitOptions and have
    /// another default than 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public FitOptions WithDefaultEpochs(int epochs)
    {
        Require.Positive(epochs, nameof(epochs));
        return this.epochs is null ? this with { Epochs = epochs } : this;
    }
}
