namespace NeuralNet;

/// <summary>
/// The settings of a Fit: <c>model.Fit(x, y, new FitOptions { Epochs = 20, ValidationSplit = 0.2 })</c>. Each setting is checked where it
/// is given, and the message calls it by the name of the argument of Fit: <c>epochs</c>. Keras: trainers/trainer.py, <c>fit</c>.
/// </summary>
public sealed record FitOptions
{
    /// <summary>The epoch at which training ends: the number of epochs, unless <see cref="InitialEpoch"/> is given; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int Epochs { get; init => field = Require.Positive(value, "epochs"); } = 1;

    /// <summary>
    /// The number of samples of a step; by default 32, or as many as make tensors <see cref="StepsPerEpoch"/> batches. The last batch may
    /// be shorter.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? BatchSize { get; init => field = Require.PositiveIfGiven(value, "batchSize"); }

    /// <summary>
    /// The text that Fit writes; by default a progress bar on a terminal, and nothing but warnings when the output is redirected.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such verbosity.</exception>
    public Verbosity Verbose { get; init => field = Require.Defined(value, "verbose"); }

    /// <summary>The callbacks, called in this order as training goes on.</summary>
    /// <exception cref="ArgumentNullException">The list is null, or an element.</exception>
    public IReadOnlyList<Callback> Callbacks { get; init => field = [.. Require.NoNulls(value, "callbacks")]; } = [];

    /// <summary>
    /// The fraction of the rows, the last ones, that is set apart for validation before any shuffling; with <see cref="ValidationData"/>
    /// nothing is set apart.
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
    /// The data for validation: <c>ValidationData = (x, y)</c>, or <c>(x, y, sampleWeight)</c>. As in Keras they override a
    /// <see cref="ValidationSplit"/>.
    /// </summary>
    public Dataset? ValidationData { get; init; }

    /// <summary>
    /// The order in which the rows of tensors are taken, drawn anew for each epoch; true by default. <c>"batch"</c> shuffles within each
    /// batch only. Other data sets come in their own order.
    /// </summary>
    public Shuffle Shuffle { get; init; }

    /// <summary>The weights of the samples of each class in the loss; 1 for classes not named. For models of one output.</summary>
    public IReadOnlyDictionary<int, float>? ClassWeight { get; init; }

    /// <summary>The number of the first epoch, to go on with a training that was interrupted; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int InitialEpoch { get; init => field = Require.NonNegative(value, "initialEpoch"); }

    /// <summary>
    /// The number of steps of an epoch; by default the number of batches of the data. With fewer, the next epoch goes on where this one
    /// left off; an epoch that comes to the end of the data ends there, and the next begins at their beginning, in a new order. With
    /// more, an epoch is once through the data. Where epochs are shorter than was asked for, a warning says so.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? StepsPerEpoch { get; init => field = Require.PositiveIfGiven(value, "stepsPerEpoch"); }

    /// <summary>
    /// The number of batches of a validation, always the first ones; all by default, and all, with a warning, if there are fewer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? ValidationSteps { get; init => field = Require.PositiveIfGiven(value, "validationSteps"); }

    /// <summary>
    /// The batch size of validation; <see cref="BatchSize"/> by default, or as many samples as make the data
    /// <see cref="ValidationSteps"/> batches if neither is given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? ValidationBatchSize { get; init => field = Require.PositiveIfGiven(value, "validationBatchSize"); }

    /// <summary>The number of epochs from one validation to the next; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int ValidationFreq { get; init => field = Require.Positive(value, "validationFreq"); } = 1;

    /// <summary>The receiver of reports about how far training is.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The writer of progress and warnings; the console by default.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>The way in which several processes train the model together; null, the default, for one process.</summary>
    public TrainingStrategy? Strategy { get; init; }

    /// <summary>Gets a value indicating whether inputs and targets are looked through for NaN and infinity; true by default.</summary>
    public bool CheckFinite { get; init; } = true;
}
