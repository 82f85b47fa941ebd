namespace NeuralNet;

/// <summary>
/// Writes the figures of training for TensorBoard, which shows them as curves: <c>tensorboard --logdir logs</c>. The run <c>train</c>
/// has <c>epoch_loss</c>, the metrics likewise and <c>epoch_learning_rate</c>; the run <c>validation</c> has the figures of the
/// validation under the same names, so that both are drawn together, and again over the steps of training as
/// <c>evaluation_loss_vs_iterations</c>. Each Fit begins files of its own, which are written after each epoch.
/// Keras: callbacks/tensorboard.py.
/// </summary>
public sealed class TensorBoard : Callback
{
    private const string ValidationPrefix = "val_", LearningRate = "learning_rate";

    private readonly string logDir;
    private readonly int histogramFreq;
    private readonly int? updateFreq;
    private EventFile training = null!;
    private EventFile? validation;

    /// <summary>Makes the callback.</summary>
    /// <param name="logDir">
    /// The folder, <c>logs</c> by default; one for each training, such as <c>logs/deeper</c>, lets them be compared.
    /// </param>
    /// <param name="histogramFreq">
    /// Every how many epochs the distribution of each parameter's values is written, such as <c>dense/kernel/histogram</c>; 0, the
    /// default, means never.
    /// </param>
    /// <param name="updateFreq">
    /// Every how many batches the figures of the epoch so far are written as <c>batch_loss</c> and so on; null, the default, means never.
    /// Steps are counted from 1 over all trainings of the model, where Keras begins each training anew.
    /// </param>
    /// <exception cref="ArgumentException">The folder is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or updateFreq 0.</exception>
    public TensorBoard(string logDir = "logs", int histogramFreq = 0, int? updateFreq = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(logDir);
        this.logDir = logDir;
        this.histogramFreq = Require.NonNegative(histogramFreq);
        this.updateFreq = updateFreq is int batches ? Require.Positive(batches, nameof(updateFreq)) : null;
    }

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

        string figure = name[ValidationPrefix.Length..];
        validation?.Add("epoch_" + figure, value, run.Epoch);
        validation?.Add($"evaluation_{figure}_vs_iterations", value, run.Iterations);
    }

    private void AddHistograms(TrainingRun run)
    {
        foreach (Parameter parameter in run.Parameters)
            training.Add(run.Graph.PathOf(parameter) + "/histogram", new WeightHistogram(parameter.Value.Data), run.Epoch);
    }
}
