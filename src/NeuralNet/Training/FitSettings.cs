namespace NeuralNet;

/// <summary>How a Fit goes about its data.</summary>
internal sealed record FitSettings
{
    public int BatchSize { get; init; }

    /// <summary>The number at which training ends, counted from epoch 0, not from <see cref="InitialEpoch"/>.</summary>
    public required int Epochs { get; init; }

    public int InitialEpoch { get; init; }

    /// <summary>How many batches make an epoch, if it is not once through the data.</summary>
    public int? StepsPerEpoch { get; init; }

    public Shuffle Shuffle { get; init; }

    /// <summary>How many batches make a validation, if it is not all of its data.</summary>
    public int? ValidationSteps { get; init; }

    public int ValidationBatchSize { get; init; }

    public int ValidationFreq { get; init; } = 1;

    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    public IProgress<TrainingProgress>? Progress { get; init; }

    public Verbosity Verbose { get; init; }

    public TextWriter? Output { get; init; }
}
