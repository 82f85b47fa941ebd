namespace NeuralNet;

/// <summary>The running figures of one pass over data: the mean loss, weighted by the batches' sizes, and the metrics.</summary>
internal sealed class MetricTracker
{
    private readonly List<Entry> entries = [];
    private double lossSum;
    private long rows;

    public MetricTracker(CompileSettings settings, IReadOnlyList<Tensor> targets, IReadOnlyList<Shape> outputs)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { "loss" };
        for (int output = 0; output < outputs.Count; output++)
        {
            foreach (Metric metric in settings.Metrics[output])
                entries.Add(Entry.Make(metric, metric.Name, output, isWeighted: false, targets[output], outputs[output], names));
            foreach (Metric metric in settings.WeightedMetrics[output])
            {
                string name = names.Contains(metric.Name) ? $"weighted_{metric.Name}" : metric.Name;
                entries.Add(Entry.Make(metric, name, output, isWeighted: true, targets[output], outputs[output], names));
            }
        }
    }

    /// <summary>The mean loss so far; 0 before the first batch.</summary>
    public double Loss => rows == 0 ? 0 : lossSum / rows;

    /// <summary>The metrics' names and which way each is better.</summary>
    public IEnumerable<(string Name, MetricDirection Direction)> Metrics => entries.Select(entry => (entry.Name, entry.Metric.Direction));

    public void Update(BatchBuffers batch, double loss)
    {
        lossSum += loss * batch.Plan.BatchSize;
        rows += batch.Plan.BatchSize;
        foreach (Entry entry in entries)
        {
            Tensor prediction = batch.Plan.Outputs[entry.Output];
            entry.Accumulator.Update(
                batch.Targets[entry.Output].Data, prediction.Data, prediction.Shape.Last, entry.IsWeighted ? batch.SampleWeight : []);
        }
    }

    /// <summary>The results so far, the loss first, then the metrics as declared.</summary>
    public void CopyTo(Logs logs, string prefix = "")
    {
        logs.Set(prefix + "loss", Loss);
        foreach (Entry entry in entries)
            logs.Set(prefix + entry.Name, entry.Accumulator.Result);
    }

    public void Reset()
    {
        lossSum = rows = 0;
        foreach (Entry entry in entries)
            entry.Accumulator.Reset();
    }

    private sealed record Entry(Metric Metric, string Name, int Output, bool IsWeighted, MetricAccumulator Accumulator)
    {
        public static Entry Make(Metric metric, string name, int output, bool isWeighted, Tensor target, Shape rowShape, HashSet<string> names)
        {
            Shape prediction = rowShape.WithBatch(target.Rows);
            Metric resolved = metric.Resolve(target.Shape, prediction);
            Shape wanted = resolved.TargetShape(prediction);
            if (wanted.Length != target.Length)
                throw new ArgumentException($"The metric '{metric.Name}' takes targets of shape {wanted.WithoutBatch().ToStringWithBatch()}; they have {target.Shape.WithoutBatch().ToStringWithBatch()}.");
            string unique = name;
            for (int count = 1; !names.Add(unique); count++)
                unique = FormattableString.Invariant($"{name}_{count}");
            return new Entry(resolved, unique, output, isWeighted, resolved.CreateAccumulator());
        }
    }
}
