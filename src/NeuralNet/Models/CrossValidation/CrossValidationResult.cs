namespace NeuralNet;

/// <summary>The results of a <see cref="CrossValidation"/>.</summary>
public sealed class CrossValidationResult
{
    private readonly int[] rows;

    internal CrossValidationResult(IReadOnlyList<CrossValidationFold> folds, IEnumerable<Tensor> predictions, int[] rows)
    {
        Folds = folds;
        OutputPredictions = [.. predictions];
        Names = [.. folds[0].Evaluation.Results.Select(pair => pair.Key)];
        this.rows = rows;
    }

    /// <summary>The results of each fold, in the order of the folds.</summary>
    public IReadOnlyList<CrossValidationFold> Folds { get; }

    /// <summary>The names of the figures: <c>loss</c> and the metrics.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// The predictions of each row by the model that was not trained on the row, in the order of <see cref="PredictedRows"/>: that of the
    /// data, where each row is in the test part of a fold.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has several outputs.</exception>
    public Tensor Predictions => OutputPredictions.Count == 1
        ? OutputPredictions[0]
        : throw new InvalidOperationException($"The models have {OutputPredictions.Count} outputs; their predictions are in "
            + $"{nameof(OutputPredictions)}.");

    /// <summary>The <see cref="Predictions"/> of each output.</summary>
    public IReadOnlyList<Tensor> OutputPredictions { get; }

    /// <summary>
    /// The indices of the rows that are in the test part of a fold, ascending. Where they are not all rows, as with
    /// <see cref="TimeSeriesSplit"/>, <c>y.Gather(result.PredictedRows)</c> are the targets of the <see cref="Predictions"/>.
    /// </summary>
    public ReadOnlySpan<int> PredictedRows => rows;

    /// <summary>Returns the mean of a figure over the folds, each fold of equal weight: Σ vᵢ/k.</summary>
    /// <exception cref="KeyNotFoundException">There is no figure of this name; the message lists the names.</exception>
    public double Mean(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Folds.Average(fold => fold.Evaluation[name]);
    }

    /// <summary>Returns the standard deviation of a figure over the folds, √(Σ (vᵢ − mean)²/k), as NumPy's <c>std</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no figure of this name; the message lists the names.</exception>
    public double StandardDeviation(string name)
    {
        double mean = Mean(name);
        return Math.Sqrt(Folds.Average(fold => (fold.Evaluation[name] - mean) * (fold.Evaluation[name] - mean)));
    }

    /// <summary>Returns each figure as <c>accuracy: 0.9533 ± 0.0267</c>.</summary>
    public override string ToString() => string.Join(" - ", Names.Select(name =>
        FormattableString.Invariant($"{name}: {Mean(name):F4} ± {StandardDeviation(name):F4}")));
}
