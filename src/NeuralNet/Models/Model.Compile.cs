namespace NeuralNet;

public partial class Model
{
    private CompileSettings? settings;
    private OptimizerState? optimizerState;

    /// <summary>Gets a value indicating whether <see cref="Compile(Optimizer, Loss, Metric[])"/> was called.</summary>
    public bool IsCompiled => settings is not null;

    /// <summary>The optimizer that was given to Compile, or that a loaded file contains; null if the model is not compiled.</summary>
    public Optimizer? Optimizer => settings?.Optimizer;

    /// <summary>The loss of each output, as given to Compile; null if the model is not compiled.</summary>
    public IReadOnlyList<Loss>? Losses => settings?.Losses;

    /// <summary>
    /// The metrics of each output that sample weights do not affect, as given to Compile; null if the model is not compiled.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Metric>>? Metrics => settings?.Metrics;

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
            MetricsPerOutput(metrics, nameof(metrics)),
            MetricsPerOutput(weightedMetrics, nameof(weightedMetrics)));
        foreach (float weight in compiled.LossWeights)
            Require.Finite(weight, nameof(lossWeights));
        CheckOutputNames();
        var state = new OptimizerState(optimizer, Graph.PathOf);
        stepGuard.Begin(nameof(Compile));
        (settings, optimizerState, singleSteps) = (compiled, state, null);
        stepGuard.End();
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

    /// <summary>Returns copies of the lists of metrics, which later changes of the caller's lists do not affect.</summary>
    private IReadOnlyList<IReadOnlyList<Metric>> MetricsPerOutput(IReadOnlyList<IReadOnlyList<Metric>>? metrics, string name)
    {
        if (metrics is null)
            return [.. Enumerable.Repeat<IReadOnlyList<Metric>>([], Graph.Outputs.Count)];
        return [.. OnePerOutput(metrics, name).Select(own => Checked(own, name))];

        static IReadOnlyList<Metric> Checked(IReadOnlyList<Metric> own, string name)
        {
            foreach (Metric metric in Require.NoNulls(own, name))
                Metric.CheckName(metric.Name);
            return [.. own];
        }
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

    /// <summary>Returns the losses for the shapes of the targets, by which <c>"crossentropy"</c> chooses one.</summary>
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
