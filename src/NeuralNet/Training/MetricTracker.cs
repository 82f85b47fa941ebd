namespace NeuralNet;

/// <summary>
/// The running figures of one pass over data: the mean loss, weighted by the sizes of the batches, for several outputs also the loss of
/// each output before its factor in the total, and the metrics. Names are those of Keras (trainers/compile_utils.py): with several outputs,
/// the name of the output precedes that of the metric.
/// </summary>
internal sealed class MetricTracker
{
    private readonly List<Entry> entries = [];
    private readonly string[] outputLossNames = [];
    private readonly double[] lossSums;
    private double totalLossSum;
    private long rows;

    public MetricTracker(CompileSettings settings, LayerGraph graph, AlignedArrays data)
    {
        string[] outputs = [.. graph.OutputNames];
        IReadOnlyList<Tensor> targets = data.Targets;
        IReadOnlyList<Shape> predictions = graph.OutputShapesFor(data.Inputs);
        string[] prefixes = outputs.Length == 1 ? [""] : [.. outputs.Select(name => name + "_")];
        var names = new UniqueNames();
        lossSums = new double[outputs.Length];
        names.Take("loss");
        if (outputs.Length > 1)
            outputLossNames = [.. prefixes.Select(prefix => names.Take(prefix + "loss"))];
        for (int output = 0; output < outputs.Length; output++)
        {
            foreach (Metric metric in settings.Metrics[output])
            {
                string unique = names.Take(prefixes[output] + metric.Name);
                entries.Add(Entry.Make(metric, unique, output, isWeighted: false, targets[output], predictions[output], outputs[output]));
            }
        }

        for (int output = 0; output < outputs.Length; output++)
        {
            foreach (Metric metric in settings.WeightedMetrics[output])
            {
                string name = prefixes[output] + metric.Name;
                string unique = names.Take(names.IsTaken(name) ? $"{prefixes[output]}weighted_{metric.Name}" : name);
                entries.Add(Entry.Make(metric, unique, output, isWeighted: true, targets[output], predictions[output], outputs[output]));
            }
        }
    }

    /// <summary>The mean loss so far; 0 before the first batch.</summary>
    public double Loss => Mean(totalLossSum);

    /// <summary>The names of all figures.</summary>
    public IEnumerable<string> Names => ["loss", .. outputLossNames, .. entries.Select(entry => entry.Name)];

    /// <summary>
    /// Returns the direction in which a figure improves: down for losses, otherwise that of its metric; null if there is no figure of this
    /// name.
    /// </summary>
    public MetricDirection? DirectionOf(string name)
    {
        if (name == "loss" || outputLossNames.Contains(name))
            return MetricDirection.Down;
        return entries.Find(entry => entry.Name == name)?.Metric.Direction;
    }

    /// <summary>Validates targets by all metrics before a metric is updated.</summary>
    /// <exception cref="ArgumentException">A metric cannot take a target.</exception>
    public void CheckTargets(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> predictions)
    {
        foreach (Entry entry in entries)
            entry.Metric.CheckTargets(targets[entry.Output], predictions[entry.Output].Shape);
    }

    public void Update(BatchBuffers batch, double loss)
    {
        int batchSize = batch.Rows;
        if (batchSize == 0)
            return;
        totalLossSum += loss * batchSize;
        for (int output = 0; output < lossSums.Length; output++)
            lossSums[output] += batch.OutputLosses[output] * batchSize;
        rows += batchSize;
        foreach (Entry entry in entries)
        {
            Tensor prediction = batch.Plan.Outputs[entry.Output];
            entry.Accumulator.Update(
                batch.Targets[entry.Output].Data, prediction.Data, prediction.Shape.Last,
                entry.IsWeighted ? batch.WeightsOf(entry.Output) : []);
        }
    }

    /// <summary>
    /// Copies the current results: the loss first, then the losses of the outputs, then the metrics in the order of Compile.
    /// </summary>
    public void CopyTo(Logs logs, string prefix = "")
    {
        logs.Set(prefix + "loss", Loss);
        for (int output = 0; output < outputLossNames.Length; output++)
            logs.Set(prefix + outputLossNames[output], Mean(lossSums[output]));
        foreach (Entry entry in entries)
            logs.Set(prefix + entry.Name, entry.Accumulator.Result);
    }

    /// <summary>Copies the current values of the metrics that evaluate each class or threshold.</summary>
    public void CopyListsTo(Logs logs, string prefix = "")
    {
        foreach (Entry entry in entries)
        {
            ReadOnlySpan<double> results = entry.Accumulator.Results;
            if (results.Length > 1)
                logs.SetList(prefix + entry.Name, results.ToArray());
        }
    }

    /// <summary>Adds the figures of further rows.</summary>
    /// <exception cref="NotSupportedException">A metric cannot be merged.</exception>
    public void MergeWith(MetricTracker other)
    {
        totalLossSum += other.totalLossSum;
        rows += other.rows;
        for (int output = 0; output < lossSums.Length; output++)
            lossSums[output] += other.lossSums[output];
        for (int i = 0; i < entries.Count; i++)
            entries[i].Accumulator.MergeWith(other.entries[i].Accumulator);
    }

    public void Reset()
    {
        totalLossSum = rows = 0;
        lossSums.AsSpan().Clear();
        foreach (Entry entry in entries)
            entry.Accumulator.Reset();
    }

    public void SaveState(SavedState state)
    {
        state.Set("rows", rows);
        state.Set("total_loss_sum", totalLossSum);
        state.Set("loss_sums", lossSums);
        foreach (Entry entry in entries)
            entry.Accumulator.SaveState(state.Part("metrics").Part(entry.Name));
    }

    public void RestoreState(SavedState state)
    {
        rows = state.GetInt64("rows");
        if (rows < 0)
            throw new FormatException(FormattableString.Invariant($"The figures cannot be of {rows} rows."));
        totalLossSum = state.GetDouble("total_loss_sum");
        state.GetDoubles("loss_sums", lossSums.Length).CopyTo(lossSums, 0);
        foreach (Entry entry in entries)
            entry.Accumulator.RestoreState(state.Part("metrics").Part(entry.Name));
    }

    private double Mean(double sum) => rows == 0 ? 0 : sum / rows;

    private sealed record Entry(Metric Metric, string Name, int Output, bool IsWeighted, MetricAccumulator Accumulator)
    {
        /// <exception cref="ArgumentException">The metric cannot read these targets or predictions.</exception>
        public static Entry Make(
            Metric metric, string name, int output, bool isWeighted, Tensor target, Shape prediction, string outputName)
        {
            try
            {
                Metric resolved = metric.Resolve(target.Shape, prediction) ?? throw Nothing(nameof(metric.Resolve));
                Shape wanted = resolved.TargetShape(prediction) ?? throw Nothing(nameof(metric.TargetShape));
                if (wanted.Size != target.Length)
                    throw new ArgumentException($"It takes targets of shape {wanted.WithoutBatch().ToStringWithBatch()}; they have "
                        + $"{target.Shape.WithoutBatch().ToStringWithBatch()}.");
                resolved.CheckTargets(target, prediction);
                MetricAccumulator accumulator = resolved.CreateAccumulator() ?? throw Nothing(nameof(metric.CreateAccumulator));
                return new Entry(resolved, name, output, isWeighted, accumulator);
            }
            catch (ArgumentException exception)
            {
                throw new ArgumentException($"The metric '{name}' cannot judge the output '{outputName}'. {exception.Message}", exception);
            }

            ArgumentException Nothing(string method) => new($"The {method} of {metric.ClassName} returned null.");
        }
    }

    /// <summary>Creates unique names: the second use of a name becomes name_1, the third name_2, …</summary>
    private sealed class UniqueNames
    {
        private readonly HashSet<string> taken = new(StringComparer.Ordinal);

        public bool IsTaken(string name) => taken.Contains(name);

        public string Take(string name)
        {
            string unique = name;
            for (int count = 1; !taken.Add(unique); count++)
                unique = FormattableString.Invariant($"{name}_{count}");
            return unique;
        }
    }
}
