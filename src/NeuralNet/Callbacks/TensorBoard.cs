namespace NeuralNet;

/// <summary>
/// Writes the logs of training for TensorBoard, which shows them as curves: <c>tensorboard --logdir logs</c>. The run <c>train</c> contains
/// <c>epoch_loss</c>, the metrics likewise and <c>epoch_learning_rate</c>; the run <c>validation</c> contains the results of the validation
/// under the same names, so that both share a chart, and as <c>evaluation_loss_vs_iterations</c> over the steps of training. Each Fit
/// creates its own files, which are written after each epoch. Keras: callbacks/tensorboard.py.
/// </summary>
/// <param name="logDir">
/// The folder; <c>logs</c> by default. A folder for each training, such as <c>logs/deeper</c>, allows them to be compared.
/// </param>
/// <param name="histogramFreq">
/// The number of epochs between two histograms of each parameter's values, such as <c>dense/kernel/histogram</c>; 0, the default, for none.
/// </param>
/// <param name="updateFreq">
/// The number of batches after which the metrics of the epoch so far are written as <c>batch_loss</c> and so on; null, the default, for
/// never. Steps are counted from 1 over all trainings of the model; Keras restarts the count with each training.
/// </param>
/// <exception cref="ArgumentException">The folder is empty.</exception>
/// <exception cref="ArgumentOutOfRangeException">A number is negative, or updateFreq is 0.</exception>
[Configurable]
public sealed partial class TensorBoard(string logDir = "logs", int histogramFreq = 0, int? updateFreq = null) : Callback
{
    private const string ValidationPrefix = "val_", LearningRate = "learning_rate";

    private readonly string logDir = Require.NotEmpty(logDir);
    private readonly int histogramFreq = Require.NonNegative(histogramFreq);
    private readonly int? updateFreq = Require.PositiveIfGiven(updateFreq);
    private EventFile training = null!;
    private EventFile? validation;

    /// <inheritdoc/>
    protected internal override bool RunsOnFirstRankOnly => true;

    internal override IReadOnlyList<string>? AddedFigures => [];

    /// <inheritdoc/>
    /// <exception cref="IOException">The files cannot be written.</exception>
    protected internal override void OnTrainBegin(TrainingRun run)
    {
        training = new EventFile(Path.Combine(logDir, "train"));
        validation = run.HasValidation ? new EventFile(Path.Combine(logDir, "validation")) : null;
    }

    /// <inheritdoc/>
    protected internal override void OnBatchEnd(TrainingRun run)
    {
        if (updateFreq is not int batches || run.Iterations % batches != 0)
            return;
        foreach ((string name, double value) in run.Logs)
            training.Add("batch_" + name, value, run.Iterations);
    }

    /// <inheritdoc/>
    protected internal override void OnEpochEnd(TrainingRun run)
    {
        foreach ((string name, double value) in run.Logs)
            AddEpoch(run, name, value);
        if (!run.Logs.TryGetValue(LearningRate, out _))
            AddEpoch(run, LearningRate, run.LearningRate);
        if (histogramFreq > 0 && run.Epoch % histogramFreq == 0)
            AddHistograms(run);
        training.Flush();
        validation?.Flush();
    }

    /// <inheritdoc/>
    protected internal override void OnTrainEnd(TrainingRun run) => training.Flush();

    private void AddEpoch(TrainingRun run, string name, double value)
    {
        if (!name.StartsWith(ValidationPrefix, StringComparison.Ordinal))
        {
            training.Add("epoch_" + name, value, run.Epoch);
            return;
        }

        string metric = name[ValidationPrefix.Length..];
        validation?.Add("epoch_" + metric, value, run.Epoch);
        validation?.Add($"evaluation_{metric}_vs_iterations", value, run.Iterations);
    }

    private void AddHistograms(TrainingRun run)
    {
        foreach (Parameter parameter in run.Parameters)
            training.Add(run.Graph.PathOf(parameter) + "/histogram", new WeightHistogram(parameter.Value.Data), run.Epoch);
    }
}
